/// A field that is being read: its code first, then what Word last made of it. ECMA-376 part 1, 17.16.
struct WordField {
    var code = ""
    var hasResult = false
    var opensLink = false

    /// The address of a `HYPERLINK "address"` field.
    var address: String? {
        let words = code.split(separator: " ", omittingEmptySubsequences: true)
        guard let first = words.first, PartName.lowercased(String(first)) == "hyperlink" else { return nil }
        let quoted = code.split(separator: "\"", omittingEmptySubsequences: false)
        if quoted.count > 2 {
            // `\l "place"` and other switches have quoted values too.
            return quoted[0].utf8.contains(UInt8(ascii: "\\")) ? nil : String(quoted[1])
        }
        return words.count > 1 && words[1].utf8.first != UInt8(ascii: "\\") ? String(words[1]) : nil
    }
}
