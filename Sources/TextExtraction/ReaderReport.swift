internal import AttachmentModel
internal import Foundation

/// The line of JSON that `extractor` ends with.
struct ReaderReport: Decodable {
    var status: String
    var kind: String?
    var pages: Int?
    var truncated: String?
    var reason: String?
    /// The program that has to read the file instead.
    var engine: String?
    var pictures: Bool?
    /// Files inside that a program of the system has to read.
    var left: [Left]?

    struct Left: Decodable {
        let part: Int
        let engine: String
        let pictures: Bool
        let name: String
    }

    /// - Parameter complaint: everything it said on standard error, or the start of it.
    init?(_ complaint: [UInt8]) {
        guard let line = complaint.split(separator: 0x0A).last(where: { $0.first == UInt8(ascii: "{") }),
            let report = try? JSONDecoder().decode(ReaderReport.self, from: Data(line))
        else { return nil }
        self = report
    }

    var extraction: Extraction {
        Extraction(
            ExtractionStatus(rawValue: status) ?? .crash, reason: reason,
            kind: kind.flatMap(AttachmentKind.init(rawValue:)), pages: pages.flatMap { $0 >= 0 ? $0 : nil },
            truncated: truncated.flatMap(Truncation.init(rawValue:)))
    }
}
