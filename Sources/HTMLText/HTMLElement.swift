internal import ContentTree

/// What an element does to the text in it.
enum HTMLElement: Hashable {
    /// Neither it nor what it holds is for readers.
    case hidden
    case title
    case paragraph
    case heading(Int)
    case lineBreak
    case rule
    case preformatted
    case quote
    case bullets, numbers
    case item
    case term
    case table, head, body, foot, row, cell, headerCell, caption
    case strong, emphasis, strikethrough, code
    case superscript, quotation
    case anchor
    case image
    /// A page or film inside the page.
    case frame
    /// A choice or a button: text that stands apart from its neighbours.
    case control
    /// It holds text and means nothing more.
    case transparent

    init(name: UnsafePointer<UInt8>) {
        self = Self.meanings[String(cString: name)] ?? .transparent
    }

    private static let meanings: [String: HTMLElement] = {
        let groups: [(HTMLElement, String)] = [
            (.hidden, "script style template noscript xml datalist annotation annotation-xml desc metadata param meta"),
            (.title, "title"),
            (
                .paragraph,
                "p div section article address center figure aside header footer main nav form fieldset details summary "
                    + "dl dd hgroup search figcaption legend dialog textarea"
            ),
            (.heading(1), "h1"), (.heading(2), "h2"), (.heading(3), "h3"), (.heading(4), "h4"), (.heading(5), "h5"),
            (.heading(6), "h6"), (.lineBreak, "br"), (.rule, "hr"), (.preformatted, "pre listing xmp plaintext"),
            (.quote, "blockquote"), (.bullets, "ul menu dir"), (.numbers, "ol"), (.item, "li"), (.term, "dt"),
            (.table, "table"),
            (.head, "thead"), (.body, "tbody"), (.foot, "tfoot"), (.row, "tr"), (.cell, "td"), (.headerCell, "th"),
            (.caption, "caption"), (.strong, "strong b"), (.emphasis, "em i cite var dfn"),
            (.strikethrough, "del s strike"), (.code, "code tt kbd samp"), (.superscript, "sup"), (.quotation, "q"),
            (.anchor, "a"), (.image, "img"), (.frame, "iframe embed object video audio"), (.control, "option button"),
        ]
        var meanings: [String: HTMLElement] = [:]
        for (element, names) in groups {
            for name in names.split(separator: " ") { meanings[String(name)] = element }
        }
        return meanings
    }()

    var style: TextStyle? {
        switch self {
        case .strong, .term, .caption: .strong
        case .emphasis: .emphasis
        case .strikethrough: .strikethrough
        case .code: .code
        default: nil
        }
    }
}
