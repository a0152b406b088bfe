import Foundation

/// Pages from elsewhere, named by `STORAGE_CORPUS`; none otherwise.
enum Corpus {
    static let files: [URL] = {
        guard let folder = ProcessInfo.processInfo.environment["STORAGE_CORPUS"] else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".xml") }.sorted().map { URL(filePath: folder).appending(path: $0) }
    }()
}
