import ConfluenceSimulator
import Foundation
import Testing

/// What Confluence fails to say for a moment is no reason to delete, and none to show more.
@Suite("In doubt")
struct DoubtTests {
    @Test("a folder whose restriction cannot be read for a moment takes nothing out of the sink")
    func faultyRestriction() async throws {
        try await Stage.with(.sample) { stage in
            #expect(try await stage.sync().status == 0)
            let page = try #require(
                stage.simulator.pages.first { $0.ancestors.last?.title == "Incidents" && $0.isVisible })
            let folder = page.ancestors[page.ancestors.count - 1].id
            try stage.simulator.edit(.body(page.id))
            stage.simulator.add(
                try Fault(
                    json:
                        #"{"fault":"status","status":500,"route":"GET /rest/api/content/\#(folder)/restriction","times":2}"#
                ))
            let ended = try await stage.sync("--delta")
            #expect(ended.status == 0, "\(ended.errors)")
            #expect(try ended.count("deleted") == 0)
            #expect(try (ended.count("pushed") ?? 0) + (ended.count("patched") ?? 0) == 1, "\(ended.output)")
            try stage.expectExact()
        }
    }
}
