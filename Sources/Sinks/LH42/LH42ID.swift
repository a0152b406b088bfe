/// Ids that LH42 gives out, before they become a part of an address.
enum LH42ID {
    /// Letters, digits and `_-.:~`, so that an answer can never lead us to another resource (`..`, `a/b`).
    static func isUsable(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 200 && text != "." && text != ".."
            && text.unicodeScalars.allSatisfy {
                ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
                    || "_-.:~".unicodeScalars.contains($0)
            }
    }
}

/// The documents that hold one of ours: one, or several where it was too large for one.
struct DocumentIDs: Equatable {
    let ids: [String]

    init(_ ids: [String]) { self.ids = ids }

    /// Ids that cannot be LH42's are dropped: the receipt is then another sink's.
    init(_ receipt: SinkReceipt?) {
        ids = (receipt?.documentID ?? "").split(separator: " ").map(String.init).filter(LH42ID.isUsable)
    }

    var receipt: SinkReceipt { SinkReceipt(documentID: ids.joined(separator: " ")) }
}
