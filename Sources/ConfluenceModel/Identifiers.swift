/// The id of a page, blog post, attachment, folder or other content: opaque text, stable across rename and move.
package struct ContentID: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }

    /// Numeric ids by their number, others by their text, so that lists come out as Confluence sorts them.
    package static func < (left: ContentID, right: ContentID) -> Bool {
        if let a = UInt64(left.rawValue), let b = UInt64(right.rawValue) { return a < b }
        return left.rawValue < right.rawValue
    }
}

/// The id of a space. On Data Center, too, the number and not the key.
package struct SpaceID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }
}

/// A person: the account id on Cloud, the user key on Data Center.
package struct AccountID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }
}
