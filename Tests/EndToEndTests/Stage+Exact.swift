import ConfluenceSimulator
import Foundation
import Testing

extension Stage {
    /// The target holds exactly what the site shows to those who may read its spaces, in its newest version.
    func expectExact(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let found = try documents
        let pages = simulator.pages.filter(\.isWanted)
        let files = simulator.attachments.filter(\.isWanted)
        var wanted: Set<String> = []
        for page in pages {
            let id = "confluence:confluence:\(page.kind):\(page.id)"
            wanted.insert(id)
            guard let document = found[id] else {
                Issue.record("\(page.kind) \(page.id) “\(page.title)” is missing", sourceLocation: sourceLocation)
                continue
            }
            #expect(document.title == page.title, sourceLocation: sourceLocation)
            #expect(document.integer("version") == page.version, "\(id)", sourceLocation: sourceLocation)
            #expect(document.string("space_key") == page.spaceKey, "\(id)", sourceLocation: sourceLocation)
            #expect(document.strings("labels") == page.labels.sorted(), "\(id)", sourceLocation: sourceLocation)
            #expect(
                document.strings("breadcrumbs") == page.ancestors.map(\.title), "\(id)", sourceLocation: sourceLocation)
            #expect(
                document.strings("ancestor_ids") == page.ancestors.map(\.id), "\(id)", sourceLocation: sourceLocation)
        }
        let byID = Dictionary(uniqueKeysWithValues: pages.map { ($0.id, $0) })
        for file in files {
            let id = "confluence:confluence:attachment:\(file.id)"
            guard let page = byID[file.containerID] else { continue }
            let words = simulator.words(ofAttachment: file.id)
            guard let document = found[id] else {
                // Pictures have no words; of files that were made by hand nobody tells.
                if words?.isEmpty == false {
                    Issue.record("\(file.fileName) (\(file.id)) is missing", sourceLocation: sourceLocation)
                }
                continue
            }
            wanted.insert(id)
            #expect(document.title == file.fileName, sourceLocation: sourceLocation)
            #expect(document.integer("version") == file.version, "\(id)", sourceLocation: sourceLocation)
            #expect(document.string("parent_id") == page.id, "\(id)", sourceLocation: sourceLocation)
            #expect(document.string("file_name") == file.fileName, "\(id)", sourceLocation: sourceLocation)
            #expect(document.strings("labels") == file.labels.sorted(), "\(id)", sourceLocation: sourceLocation)
            #expect(
                document.strings("breadcrumbs") == page.ancestors.map(\.title) + [page.title], "\(id)",
                sourceLocation: sourceLocation)
            #expect(
                document.string("extraction_status") == "ok", "\(file.fileName)", sourceLocation: sourceLocation)
            #expect(
                document.holds(words ?? []), "\(file.fileName) (\(file.id)) lacks words of its version",
                sourceLocation: sourceLocation)
        }
        for id in Set(found.keys).subtracting(wanted) {
            Issue.record("\(id) “\(found[id]?.title ?? "")” should not be there", sourceLocation: sourceLocation)
        }
    }
}

extension SimulatedPage {
    var isWanted: Bool { isVisible && !isRestricted && status == "current" && spaceStatus == "current" }
}

extension SimulatedAttachment {
    var isWanted: Bool { isVisible && !isRestricted && status == "current" && containerStatus == "current" }
}

extension SyncedDocument {
    func holds(_ words: [String]) -> Bool { words.allSatisfy { markdown.contains($0) } }
}
