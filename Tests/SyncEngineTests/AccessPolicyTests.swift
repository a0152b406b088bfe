import ConfluenceModel
import SyncEngine
import Testing

@Suite("Who may read it")
struct AccessPolicyTests {
    private let ann = ReadRestriction(users: [AccountID("ann")], groups: [], groupNames: [])
    private let staff = ReadRestriction(users: [], groups: ["g-1"], groupNames: ["staff"])

    @Test("a restriction anywhere on the chain keeps a page out")
    func anywhere() {
        let policy = AccessPolicy()
        #expect(policy.refusal(layers: policy.layers(of: [ReadRestriction.none, ReadRestriction.none])) == nil)
        #expect(policy.refusal(layers: policy.layers(of: [ann, ReadRestriction.none])) == .restricted)
        #expect(policy.refusal(layers: policy.layers(of: [ReadRestriction.none, staff])) == .restricted)
    }

    @Test("a restriction that cannot be read counts as one, even where restricted content is included")
    func unreadable() {
        for policy in [AccessPolicy(), AccessPolicy(restrictedContent: .include)] {
            #expect(policy.refusal(layers: policy.layers(of: [nil, ReadRestriction.none])) == .restrictionUnreadable)
        }
    }

    @Test("open groups, by name or id, count as none; a user beside them does not")
    func openGroups() {
        for name in ["staff", "g-1"] {
            let policy = AccessPolicy(restrictedContent: .include, openGroups: [name])
            #expect(policy.layers(of: [staff]).isEmpty)
            #expect(
                policy.layers(of: [ReadRestriction(users: [AccountID("ann")], groups: ["g-1"], groupNames: ["staff"])])
                    .count == 1)
        }
        let two = ReadRestriction(users: [], groups: ["g-1", "g-2"], groupNames: ["staff", "board"])
        #expect(AccessPolicy(restrictedContent: .include, openGroups: ["staff"]).layers(of: [two]).count == 1)
    }

    @Test("another policy gives restricted content another digest, and open content the same")
    func digests() {
        let (exclude, include) = (AccessPolicy(), AccessPolicy(restrictedContent: .include))
        #expect(
            Digest.facts(labels: [], layers: exclude.layers(of: [ann]))
                != Digest.facts(labels: [], layers: include.layers(of: [ann])))
        #expect(
            Digest.facts(labels: [], layers: exclude.layers(of: [ReadRestriction.none]))
                == Digest.facts(labels: [], layers: include.layers(of: [ReadRestriction.none])))
    }

    @Test("included, a page carries every layer from the space down")
    func layers() {
        let policy = AccessPolicy(restrictedContent: .include)
        let layers = policy.layers(of: [staff, ReadRestriction.none, ann])
        #expect(layers == ["group:g-1", "user:ann"])
        #expect(policy.refusal(layers: layers) == nil)
    }
}
