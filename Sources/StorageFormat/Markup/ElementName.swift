/// The elements that mean something here. Everything else is transparent.
enum ElementName: String, CaseIterable {
    case other = ""
    case text = "#text"
    case root = "#root"

    case p, div, section, article, address, center, figure, aside, header, footer, main, nav, form, fieldset, details,
        summary
    case figcaption, h1, h2, h3, h4, h5, h6, blockquote, hr, pre, br, wbr
    case ul, ol, li, dl, dt, dd
    case table, thead, tbody, tfoot, tr, td, th, caption, colgroup, col
    case strong, b, em, i, cite, `var`, dfn, del, s, strike, code, tt, kbd, samp, sup, sub, q, time, span, a, img
    case u, ins, small, big, font, mark, abbr, label, bdi, bdo
    case iframe, embed, object, video, audio, script, style, head, title, meta, link, input, source, track, area, base,
        param
    case html, body
    /// Words in a drawing (SVG), as ``title`` and ``desc`` are.
    case graphicText = "text"
    case desc

    case macro = "ac:structured-macro"
    case oldMacro = "ac:macro"
    case parameter = "ac:parameter"
    case defaultParameter = "ac:default-parameter"
    case richTextBody = "ac:rich-text-body"
    case plainTextBody = "ac:plain-text-body"
    case acLink = "ac:link"
    case linkBody = "ac:link-body"
    case plainTextLinkBody = "ac:plain-text-link-body"
    case image = "ac:image"
    case acCaption = "ac:caption"
    case emoticon = "ac:emoticon"
    case emoji = "ac:emoji"
    case placeholder = "ac:placeholder"
    case inlineCommentMarker = "ac:inline-comment-marker"
    case taskList = "ac:task-list"
    case task = "ac:task"
    case taskID = "ac:task-id"
    case taskUUID = "ac:task-uuid"
    case taskStatus = "ac:task-status"
    case taskBody = "ac:task-body"
    case layout = "ac:layout"
    case layoutSection = "ac:layout-section"
    case layoutCell = "ac:layout-cell"
    case adfExtension = "ac:adf-extension"
    case adfNode = "ac:adf-node"
    case adfContent = "ac:adf-content"
    case adfFallback = "ac:adf-fallback"
    case adfAttribute = "ac:adf-attribute"
    case adfParameter = "ac:adf-parameter"
    case adfParameterValue = "ac:adf-parameter-value"
    case adfLeaf = "ac:adf-leaf"
    case adfMark = "ac:adf-mark"
    case adfFragment = "ac:adf-fragment"
    case adfFragmentMark = "ac:adf-fragment-mark"
    case adfFragmentMarkDetail = "ac:adf-fragment-mark-detail"

    case page = "ri:page"
    case blogPost = "ri:blog-post"
    case attachment = "ri:attachment"
    case contentEntity = "ri:content-entity"
    case space = "ri:space"
    case user = "ri:user"
    case shortcut = "ri:shortcut"
    case url = "ri:url"

    case templateDeclarations = "at:declarations"
    case templateVariable = "at:var"
    case templateText = "at:i18n"

    /// By name with its prefix.
    static let byName = NameTable<ElementName>(
        allCases.filter { !$0.rawValue.isEmpty && !$0.rawValue.hasPrefix("#") }.map { ($0.rawValue, $0) })
}
