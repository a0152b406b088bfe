import ConfluenceClient
import ConfluenceModel
import Testing

@Suite("Who may read a space")
struct ReaderTests {
    private let space = Space(id: SpaceID("65539"), key: "HR", name: "People", type: "global")

    @Test("permissions and role assignments are taken together; only reading the space counts")
    func cloud() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/api/v2/spaces/65539/permissions":
                .json(
                    Shape.list([
                        #"{"id":"1","principal":{"type":"group","id":"g-hr"},"operation":{"key":"read","targetType":"space"}}"#,
                        #"{"id":"2","principal":{"type":"group","id":"g-writers"},"operation":{"key":"create","targetType":"page"}}"#,
                        #"{"id":"3","principal":{"type":"user","id":"a1"},"operation":{"key":"read","targetType":"space"}}"#,
                    ]))
            case "/wiki/api/v2/spaces/65539/role-assignments":
                .json(
                    Shape.list([
                        #"{"principal":{"principalType":"GROUP","principalId":"g-more"},"roleId":"r1"}"#,
                        #"{"principal":{"principalType":"USER","principalId":"a1"},"roleId":"r1"}"#,
                    ]))
            default: nil
            }
        }
        #expect(
            try await script.client().readers(of: space)
                == SpaceReaders(users: [AccountID("a1")], groups: ["g-hr", "g-more"]))
    }

    @Test("a class of all licensed users is everybody")
    func everybody() async throws {
        let script = Script { asked in
            .json(
                Shape.list(
                    asked.path.hasSuffix("role-assignments")
                        ? [
                            #"{"principal":{"principalType":"ACCESS_CLASS","principalId":"ALL_LICENSED_USERS_USER_CLASS"},"roleId":"r"}"#
                        ]
                        : []))
        }
        #expect(try await script.client().readers(of: space)?.everybody == true)
    }

    @Test("who may not look does not know, which is not nobody")
    func unknown() async throws {
        let script = Script { _ in .json("{}", status: 403) }
        #expect(try await script.client().readers(of: space) == nil)
    }

    @Test("Data Center says it to administrators of the space")
    func dataCenter() async throws {
        let script = Script { asked in
            asked.path == "/rest/api/space/HR/permissions"
                ? .json(
                    #"[{"operation":{"targetType":"space","operationKey":"read"},"subject":{"type":"group","displayName":"hr"},"spaceKey":"HR"},{"operation":{"targetType":"space","operationKey":"administer"},"subject":{"type":"group","displayName":"admins"}},{"operation":{"targetType":"space","operationKey":"read"},"subject":{"type":"known","userKey":"4028aa"}}]"#
                ) : nil
        }
        let client = try script.client("https://wiki.corp", deployment: .datacenter)
        #expect(try await client.readers(of: space) == SpaceReaders(users: [AccountID("4028aa")], groups: ["hr"]))
    }
}
