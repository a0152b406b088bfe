package import ConfluenceModel

/// What becomes of content that not everybody in its space may read.
package struct AccessPolicy: Sendable {
    package enum RestrictedContent: String, Sendable, CaseIterable {
        /// Not pushed, and removed when it becomes restricted.
        case exclude
        /// Pushed with every layer of its restrictions.
        case include
    }

    package var restrictedContent: RestrictedContent
    /// A restriction that names only these groups, by name or id, counts as none.
    package var openGroups: Set<String>

    package init(restrictedContent: RestrictedContent = .exclude, openGroups: Set<String> = []) {
        self.restrictedContent = restrictedContent
        self.openGroups = openGroups
    }

    /// The layers a reader of the content has to pass, from the space down; `nil` in the chain is a restriction that
    /// could not be read and lets nobody through. Where restricted content stays out, a layer of its own says so: what was
    /// judged under another policy must look different to a sweep.
    package func layers(of chain: [ReadRestriction?]) -> [String] {
        let layers = chain.compactMap { restriction in
            guard let restriction else { return unreadableLayer }
            return isOpen(restriction) ? nil : restriction.layer
        }
        return layers.isEmpty || restrictedContent == .include ? layers : [excludingLayer] + layers
    }

    /// Why content with these layers is not pushed; `nil`: it is.
    package func refusal(layers: [String]) -> SkipReason? {
        if layers.contains(unreadableLayer) { return .restrictionUnreadable }
        return layers.isEmpty || restrictedContent == .include ? nil : .restricted
    }

    private func isOpen(_ restriction: ReadRestriction) -> Bool {
        guard restriction.users.isEmpty else { return false }
        return zip(restriction.groups, restriction.groupNames).allSatisfy {
            openGroups.contains($0) || openGroups.contains($1)
        }
    }
}

/// Why an object is not in the sink, although it is there to be read.
package enum SkipReason: String, Sendable {
    case restricted
    case restrictionUnreadable = "restriction_unreadable"
    case archived
    case draft
    /// An attachment of a kind that is not read.
    case unwantedKind = "unwanted_kind"
    case tooLarge = "too_large"
    /// An attachment beyond the number of files that one page may have.
    case tooMany = "too_many"
    /// An attachment that was read and gave no text.
    case unreadable
}
