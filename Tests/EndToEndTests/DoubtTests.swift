import ConfluenceSimulator
import Foundation
import Testing

/// What Confluence fails to say for a moment is no reason to delete, and none to show more.
@Suite("In doubt")
struct DoubtTests {
    @Test("a folder whose restriction cannot be read for a moment takes nothing out of the sink")
    func faultyRestriction() async throws {
        let route = "GET /rest/api/content/{id}/restriction"
        // An index that knows neither has the folder's restriction asked for by its own address.
        try await Stage.with(.sample, options: { $0.indexFrozenAfterEdits = 0 }) { stage in
            let folder = try stage.simulator.edit(.create(space: "OPS", title: "New folder", kind: "folder"))
            let page = try stage.simulator.edit(
                .create(space: "OPS", title: "New page", below: folder, body: "<p>one</p>"))
            #expect(try await stage.sync().status == 0)
            #expect(try stage.documents["confluence:confluence:page:\(page)"]?.markdown.contains("one") == true)

            try stage.simulator.edit(.body(page, "<p>two</p>"))
            stage.simulator.add(
                try Fault(
                    json:
                        #"{"fault":"status","status":500,"route":"\#(route)","item":"\#(folder)","times":1}"#))
            let ended = try await stage.sync("--delta")
            #expect(ended.status == 0, "\(ended.errors)")
            #expect(stage.simulator.requests.routes[route]?.failures == 1)
            #expect(try ended.count("deleted") == 0)
            #expect(try stage.documents["confluence:confluence:page:\(page)"]?.markdown.contains("two") == true)
        }
    }
}
