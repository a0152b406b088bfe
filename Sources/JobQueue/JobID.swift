package import ConfluenceModel

/// What a job is about. The letter starts its id.
package enum JobKind: Character, Sendable, Hashable, CaseIterable {
    case page = "p"
    case blogpost = "b"
    case attachment = "a"
    /// An object that a complete listing did not show: confirm that it is gone, and delete its document.
    case absence = "x"

    package var family: JobFamily {
        switch self {
        case .page, .blogpost: .pages
        case .attachment: .attachments
        case .absence: .absences
        }
    }
}

/// Jobs that may share a lease. A claim never mixes families.
package enum JobFamily: String, Sendable, Hashable, CaseIterable {
    /// Pages and blog posts.
    case pages = "p"
    case attachments = "a"
    case absences = "x"
}

/// Identity of a job is the object, not the request: a second request for the object finds the first one's record.
package struct JobID: Hashable, Sendable, CustomStringConvertible {
    package let kind: JobKind
    package let content: ContentID

    package init(_ kind: JobKind, _ content: ContentID) {
        self.kind = kind
        self.content = content
    }

    /// `p:123`; `nil` for any other shape.
    package init?(_ text: some StringProtocol) {
        guard let letter = text.first, let kind = JobKind(rawValue: letter) else { return nil }
        let rest = text.dropFirst()
        guard rest.first == ":", rest.count > 1 else { return nil }
        self.init(kind, ContentID(String(rest.dropFirst())))
    }

    package var description: String { "\(kind.rawValue):\(content.rawValue)" }

    /// Whether the id can stand in a record: 1 to 64 of `A-Z a-z 0-9 . _ -`. Others come back as `rejected`.
    var isStorable: Bool { content.rawValue.isPlainWord }
}

extension String {
    /// 1 to 64 of `A-Z a-z 0-9 . _ ~ -`: nothing that separates fields of a record.
    var isPlainWord: Bool {
        (1...64).contains(utf8.count)
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default:
                    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
                        || byte == UInt8(ascii: "~")
                }
            }
    }
}
