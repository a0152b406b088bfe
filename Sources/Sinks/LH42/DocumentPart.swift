/// Which piece of a document this is. Documents that LH42 takes whole have one.
struct DocumentPart: Sendable, Hashable {
    static let whole = DocumentPart(number: 1, count: 1)

    /// From 1.
    let number: Int
    let count: Int

    func title(_ title: String) -> String { count > 1 ? "\(title) (\(number)/\(count))" : title }

    /// The metadata says which part it is.
    func marking(_ metadata: SinkMetadata) -> SinkMetadata {
        guard count > 1 else { return metadata }
        var metadata = metadata
        metadata["part"] = .integer(number)
        metadata["parts"] = .integer(count)
        return metadata
    }
}
