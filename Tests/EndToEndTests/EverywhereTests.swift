import ConfluenceSimulator
import Foundation
import TestSupport
import Testing

/// One dialect and one place for the documents.
struct Side: Sendable, CustomTestStringConvertible {
    let deployment: SimulatorOptions.Deployment
    let target: Stage.Target

    var testDescription: String { "\(deployment.rawValue) into \(target.rawValue)" }

    /// Jobs that fail wait before they are tried again, so all sides take minutes: `EVERY_SIDE=1`, as `ops/test --all` has it.
    static var badDays: [Side] {
        ProcessInfo.processInfo.environment["EVERY_SIDE"] == nil
            ? [Side(deployment: .cloud, target: .directory), Side(deployment: .dataCenter, target: .lh42)] : all
    }

    static let all = SimulatorOptions.Deployment.allCases.flatMap { deployment in
        Stage.Target.allCases.map { Side(deployment: deployment, target: $0) }
    }
}

@Suite("The line on all sides", .serialized)
struct EverywhereTests {
    @Test("first sync, idle, every kind of change, and idle again: exact every time", arguments: Side.all)
    func everyKindOfChange(side: Side) async throws {
        let site = ConfluenceSimulator.Content.generated(pages: 150, spaces: 2, attachmentsPerPage: 0.4)
        try await Stage.with(site, on: side.deployment, into: side.target) { stage in
            let first = try await stage.sync()
            #expect(first.status == 0, "\(first.errors)")
            try stage.expectExact()
            try await stage.expectIdle()

            try stage.changeEverything(seed: 7)
            let second = try await stage.sync()
            #expect(second.status == 0, "\(second.errors)")
            try stage.expectExact()
            try await stage.expectIdle()
            #expect(stage.simulator.requests.leakedCredentials == 0)
        }
    }

    @Test("with everything going wrong nothing is deleted wrongly, and one more run is exact", arguments: Side.badDays)
    func badDays(side: Side) async throws {
        let site = ConfluenceSimulator.Content.generated(pages: 100, spaces: 2, attachmentsPerPage: 0.4)
        try await Stage.with(site, on: side.deployment, into: side.target) { stage in
            for fault in Self.faults { stage.simulator.add(try Fault(json: fault)) }
            // May end well, with errors or not at all; never with a crash.
            #expect([0, 1, 3].contains(try await stage.sync().status))
            stage.simulator.clearFaults()
            #expect(try await stage.sync().status == 0)
            try stage.expectExact()

            for fault in Self.faults { stage.simulator.add(try Fault(json: fault)) }
            try stage.changeEverything(seed: 11)
            #expect([0, 1, 3].contains(try await stage.sync().status))
            stage.simulator.clearFaults()
            #expect(try await stage.sync().status == 0)
            try stage.expectExact()
            #expect(stage.simulator.requests.leakedCredentials == 0)
        }
    }

    @Test(
        "a lost Redis makes no second copy, and what was deleted meanwhile goes",
        arguments: [Stage.Target.directory, .lh42])
    func lostRedis(target: Stage.Target) async throws {
        try await Stage.with(.generated(pages: 60, spaces: 2, attachmentsPerPage: 0.3), into: target) { stage in
            #expect(try await stage.sync().status == 0)
            try FileManager.default.removeItem(atPath: stage.folder + "/.connector")
            let inner = Set(stage.simulator.pages.flatMap { $0.ancestors.map(\.id) })
            let leaves = stage.simulator.pages.filter { $0.kind == "page" && $0.isWanted && !inner.contains($0.id) }
            try stage.simulator.edit(.trash(leaves[0].id))
            try stage.simulator.edit(.body(leaves[1].id))
            let ended = try await stage.sync()
            #expect(ended.status == 0, "\(ended.errors)")
            #expect(try ended.count("deleted") ?? 0 >= 1)
            try stage.expectExact()
            try await stage.expectIdle()
        }
    }

    @Test("Data Centers of every kind: without content/scan, under other paths, by token or by password alone")
    func dataCenters() async throws {
        let kinds: [(inout SimulatorOptions) -> Void] = [
            { $0.hasScan = false },
            {
                $0.contextPath = ""
                $0.takesPasswords = false
            },
            {
                $0.contextPath = "/team/wiki"
                $0.takesAccessTokens = false
                $0.hasCapitalSpaceStatus = true
            },
        ]
        for kind in kinds {
            try await Stage.with(.generated(pages: 60, spaces: 2), on: .dataCenter, options: kind) { stage in
                let ended = try await stage.sync()
                #expect(ended.status == 0, "\(ended.errors)")
                try stage.expectExact()
            }
        }
    }

    /// Each strikes now and then, on any route; together about one request in ten goes wrong.
    private static let faults = [
        #"{"fault":"throttle","retryAfter":"1","every":101}"#,
        #"{"fault":"throttle","retryAfter":"date","every":151,"times":2}"#,
        #"{"fault":"throttle","retryAfter":"none","every":127,"times":3}"#,
        #"{"fault":"status","status":503,"every":61}"#,
        #"{"fault":"status","status":500,"every":71}"#,
        #"{"fault":"reset","every":83}"#,
        #"{"fault":"truncated","every":89}"#,
        #"{"fault":"badJSON","every":97}"#,
        #"{"fault":"html","every":103}"#,
        #"{"fault":"slow","milliseconds":300,"every":37}"#,
        #"{"fault":"expireCursors","every":107}"#,
        #"{"fault":"status","status":403,"route":"media","every":3}"#,
        #"{"fault":"reset","route":"media","every":7}"#,
        #"{"fault":"truncated","route":"media","every":11}"#,
        #"{"fault":"emptyPage","route":"GET /rest/api/content/search","every":9}"#,
        #"{"fault":"brokenSearch","status":500,"every":3}"#,
        #"{"fault":"expiredSignature","times":4}"#,
        #"{"fault":"login","every":211}"#,
        #"{"fault":"scope","after":400,"times":1}"#,
        #"{"fault":"tokenExpiry","after":600}"#,
        #"{"fault":"vanish","route":"GET /api/v2/attachments","every":5}"#,
        #"{"fault":"reset","route":"GET /download/attachments","every":7}"#,
        #"{"fault":"truncated","route":"GET /download/attachments","every":11}"#,
    ]

    @Test(
        "a listing that shifts under the reader loses nothing for good, and deletes nothing that is there",
        arguments: SimulatorOptions.Deployment.allCases)
    func shiftingListings(deployment: SimulatorOptions.Deployment) async throws {
        try await Stage.with(.generated(pages: 600, spaces: 1), on: deployment, options: { $0.hasScan = false }) {
            stage in
            #expect(try await stage.sync().status == 0)
            let inner = Set(stage.simulator.pages.flatMap { $0.ancestors.map(\.id) })
            let leaves = stage.simulator.pages.filter { $0.kind == "page" && $0.isWanted && !inner.contains($0.id) }
            // Gone from the part that was read already: what follows moves up by so many places.
            var shift = Fault(.shift)
            shift.edits = leaves.prefix(5).map { .trash($0.id) }
            stage.simulator.add(shift)
            let shifted = try await stage.sync()
            #expect(shifted.status == 0, "\(shifted.errors)")
            let kept = try stage.documents
            for page in leaves.dropFirst(5) {
                #expect(kept["confluence:confluence:page:\(page.id)"] != nil, "page \(page.id)")
            }
            #expect(try await stage.sync().status == 0)
            try stage.expectExact()
        }
    }

    @Test(
        "no request comes before Retry-After has passed, in seconds and as a date",
        arguments: SimulatorOptions.Deployment.allCases,
        ["2", "date"])
    func retryAfter(deployment: SimulatorOptions.Deployment, form: String) async throws {
        try await Stage.with(.generated(pages: 120, spaces: 1), on: deployment) { stage in
            stage.simulator.add(
                try Fault(json: #"{"fault":"throttle","retryAfter":"\#(form)","after":9,"every":5,"times":2}"#))
            #expect(try await stage.sync().status == 0)
            #expect(stage.simulator.requests.earlyAfterThrottle == 0)
            try stage.expectExact()
        }
    }
}

extension Stage {
    /// A run that finds nothing to do does nothing.
    func expectIdle(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        simulator.resetRequests()
        let idle = try await sync()
        #expect(idle.status == 0, "\(idle.errors)", sourceLocation: sourceLocation)
        for outcome in ["pushed", "patched", "deleted", "dead"] {
            #expect(try idle.count(outcome) == 0, "\(outcome)", sourceLocation: sourceLocation)
        }
        let downloads =
            simulator.requests.mediaDownloads + simulator.requests.count("GET /download/attachments/{id}/{name}")
        #expect(downloads == 0, sourceLocation: sourceLocation)
    }

    /// Edits, moves, a new parent, a rename, trash, a restriction, labels, new files, new versions, renamed, moved and
    /// deleted ones.
    func changeEverything(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        var pages = simulator.pages.filter { $0.kind == "page" && $0.isWanted && !$0.ancestors.isEmpty }
        pages.shuffle(using: &random)
        let inner = Set(simulator.pages.flatMap { $0.ancestors.map(\.id) })
        let (parents, leaves) = (pages.filter { inner.contains($0.id) }, pages.filter { !inner.contains($0.id) })
        // Few below it: what the account does not see any more is absent, and many absences are held.
        let restricted = try #require(
            parents.first { parent in simulator.pages.filter { $0.ancestors.contains { $0.id == parent.id } }.count < 6
            })
        let renamed = try #require(
            parents.first { page in
                page.id != restricted.id && !page.ancestors.contains { $0.id == restricted.id }
            })
        var files = simulator.attachments.filter(\.isWanted)
        files.shuffle(using: &random)

        for page in pages.prefix(20) { try simulator.edit(.body(page.id)) }
        for page in leaves.suffix(3) {
            let target = try #require(
                parents.last {
                    $0.spaceKey == page.spaceKey && $0.id != page.ancestors.last?.id && $0.id != restricted.id
                })
            try simulator.edit(.move(page.id, below: target.id))
        }
        try simulator.edit(.retitle(renamed.id, "A new name \(seed) for an old page"))
        try simulator.edit(.relabel(leaves[0].id, ["brand-new-label"]))

        let home = leaves[1].id
        for name in ["fresh.docx", "fresh.pdf", "fresh.csv", "fresh.png"] {
            try simulator.edit(.attach("\(seed) \(name)", to: home))
        }
        for file in files.prefix(4) { try simulator.edit(.body(file.id)) }
        try simulator.edit(.retitle(files[4].id, "renamed \(files[4].fileName)"))
        try simulator.edit(.move(files[5].id, below: leaves[2].id))
        try simulator.edit(.trash(files[6].id))
        try simulator.edit(.purge(files[7].id))
        try simulator.edit(.relabel(files[8].id, ["a-file-label"]))

        for page in leaves.dropFirst(3).prefix(2) { try simulator.edit(.trash(page.id)) }
        try simulator.edit(.restrict(restricted.id, users: ["somebody"]))
    }
}
