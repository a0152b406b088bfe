/// How many files the documents of a space carry, spread evenly by their numbers.
struct FileDensity: Sendable {
    private static let unit = 1200

    /// On so many documents as a unit has.
    private let files: Int

    /// - Parameter each: files a document, 0 to 100; a twelfth puts one on every twelfth.
    init(each: Double) {
        files = Int((min(max(each, 0), 100) * Double(FileDensity.unit)).rounded())
    }

    /// Files on the documents before this one.
    func count(before document: Int) -> Int {
        (document * files + FileDensity.unit / 3) / FileDensity.unit
    }

    /// The document that a file hangs on; there is none without files.
    func document(ofFile file: Int) -> Int {
        let wanted = (file + 1) * FileDensity.unit - FileDensity.unit / 3
        return (wanted + files - 1) / max(files, 1) - 1
    }
}
