/// One change to the site, as a person in Confluence would make it. As JSON: `{"edit":"retitle","id":"123","title":"New"}`;
/// members that the kind of edit does not use are ignored. The id of an attachment (`att123`) goes with `body`, `retitle`,
/// `move`, `relabel`, `trash`, `restore` and `purge`.
package struct SiteEdit: Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
        /// New text (`body`, else computed): version + 1. Of an attachment: `text`, `base64`, else computed.
        case body
        /// `title`: version + 1, but not for an attachment.
        case retitle
        /// Below `parent` (an id; absent: root of the space), to another space when `space` (a key) is given; of an
        /// attachment: onto page or blog post `parent`.
        case move
        /// The children move up to the parent, unless `descendants`.
        case trash
        case restore
        case purge
        case archive
        case unarchive
        /// Read restriction to `users` (account ids) and `groups` (ids).
        case restrict
        case unrestrict
        /// `labels` replaces all.
        case relabel
        /// `space`, `title`, and optionally `parent`, `kind` (page, blogpost, folder), `body`, `labels`, `id`.
        case create
        /// A file on page `id`: `file`, `mediaType`, `text` or `base64` (else computed in the format that the name ends in),
        /// `labels`, `comment`; the same name again is a new version.
        case attach
        /// Trashes the attachment `file` of page `id`.
        case detach
        /// `body` on page `id`; `place` footer or inline.
        case comment
        /// `space` and `status` (current, archived, trashed).
        case space
    }

    package var edit: Kind
    package var id: String?
    package var title: String?
    package var body: String?
    package var message: String?
    package var parent: String?
    package var space: String?
    package var kind: String?
    package var status: String?
    package var users: [String]?
    package var groups: [String]?
    package var labels: [String]?
    package var descendants: Bool?
    package var file: String?
    package var mediaType: String?
    package var text: String?
    package var base64: String?
    package var comment: String?
    package var place: String?
    /// Who did it, an account id; otherwise the author of the page.
    package var by: String?
    /// When, ISO 8601; otherwise now.
    package var at: String?

    package init(_ edit: Kind, id: String? = nil) {
        self.edit = edit
        self.id = id
    }

    package static func body(_ id: String, _ body: String? = nil) -> SiteEdit {
        with(.body, id) { $0.body = body }
    }

    package static func retitle(_ id: String, _ title: String) -> SiteEdit {
        with(.retitle, id) { $0.title = title }
    }

    package static func move(_ id: String, below parent: String?, space: String? = nil) -> SiteEdit {
        with(.move, id) {
            $0.parent = parent
            $0.space = space
        }
    }

    package static func trash(_ id: String, descendants: Bool = false) -> SiteEdit {
        with(.trash, id) { $0.descendants = descendants }
    }

    package static func restore(_ id: String) -> SiteEdit { SiteEdit(.restore, id: id) }

    package static func purge(_ id: String) -> SiteEdit { SiteEdit(.purge, id: id) }

    package static func restrict(_ id: String, users: [String] = [], groups: [String] = []) -> SiteEdit {
        with(.restrict, id) {
            $0.users = users
            $0.groups = groups
        }
    }

    package static func relabel(_ id: String, _ labels: [String]) -> SiteEdit {
        with(.relabel, id) { $0.labels = labels }
    }

    package static func create(
        space: String, title: String, below parent: String? = nil, kind: String = "page", body: String? = nil
    ) -> SiteEdit {
        with(.create, nil) {
            $0.space = space
            $0.title = title
            $0.parent = parent
            $0.kind = kind
            $0.body = body
        }
    }

    package static func attach(_ file: String, text: String, mediaType: String = "text/plain", to id: String)
        -> SiteEdit
    {
        with(.attach, id) {
            $0.file = file
            $0.text = text
            $0.mediaType = mediaType
        }
    }

    /// A file that readers can open: docx, pdf, txt, csv or png, as its name ends.
    package static func attach(_ file: String, to id: String) -> SiteEdit { with(.attach, id) { $0.file = file } }

    package static func detach(_ file: String, from id: String) -> SiteEdit {
        with(.detach, id) { $0.file = file }
    }

    private static func with(_ kind: Kind, _ id: String?, _ set: (inout SiteEdit) -> Void) -> SiteEdit {
        var edit = SiteEdit(kind, id: id)
        set(&edit)
        return edit
    }
}

/// An edit that the site cannot take, or a site that cannot be read.
package struct SimulatorError: Error, CustomStringConvertible {
    package enum Code: String, Sendable {
        case unknownContent
        case unknownSpace
        case invalidEdit
        case invalidSite
        case cannotListen
    }

    package let code: Code
    package let detail: String

    package var description: String { "simulator \(code.rawValue): \(detail)" }
}
