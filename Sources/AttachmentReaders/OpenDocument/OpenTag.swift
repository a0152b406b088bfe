/// Elements of OpenDocument that mean something to a reader of the text. OpenDocument 1.3 part 3.
enum OpenTag: String, XMLTag {
    // Outer structure
    case body = "office:body"
    case text = "office:text"
    case spreadsheet = "office:spreadsheet"
    case presentation = "office:presentation"
    case drawing = "office:drawing"
    case binaryData = "office:binary-data"
    case forms = "office:forms"
    case scripts = "office:scripts"
    case meta = "office:meta"
    case settings = "office:settings"
    case encryption = "manifest:encryption-data"
    // Styles
    case style = "style:style"
    case listStyle = "text:list-style"
    case bulletLevel = "text:list-level-style-bullet"
    case imageLevel = "text:list-level-style-image"
    case numberLevel = "text:list-level-style-number"
    case pageProperties = "style:drawing-page-properties"
    case tableProperties = "style:table-properties"
    case masterPage = "style:master-page"
    case header = "style:header"
    case headerLeft = "style:header-left"
    case headerFirst = "style:header-first"
    case footer = "style:footer"
    case footerLeft = "style:footer-left"
    case footerFirst = "style:footer-first"
    // Blocks
    case paragraph = "text:p"
    case heading = "text:h"
    case list = "text:list"
    case listItem = "text:list-item"
    case listHeader = "text:list-header"
    case changes = "text:tracked-changes"
    case tableChanges = "table:tracked-changes"
    case validations = "table:content-validations"
    case contentsSource = "text:table-of-content-source"
    case illustrationsSource = "text:illustration-index-source"
    case tablesSource = "text:table-index-source"
    case objectsSource = "text:object-index-source"
    case userIndexSource = "text:user-index-source"
    case indexSource = "text:alphabetical-index-source"
    case bibliographySource = "text:bibliography-source"
    // Inside lines
    case space = "text:s"
    case tab = "text:tab"
    case lineBreak = "text:line-break"
    case link = "text:a"
    case rubyText = "text:ruby-text"
    case pageNumber = "text:page-number"
    case note = "text:note"
    case noteCitation = "text:note-citation"
    case annotation = "office:annotation"
    case creator = "dc:creator"
    case date = "dc:date"
    case initials = "meta:creator-initials"
    // Tables
    case table = "table:table"
    case headerRows = "table:table-header-rows"
    case row = "table:table-row"
    case cell = "table:table-cell"
    case coveredCell = "table:covered-table-cell"
    case shapes = "table:shapes"
    case title = "table:title"
    case description = "table:desc"
    // Drawings
    case page = "draw:page"
    case notes = "presentation:notes"
    case frame = "draw:frame"
    case group = "draw:g"
    case textBox = "draw:text-box"
    case image = "draw:image"
    case object = "draw:object"
    case customShape = "draw:custom-shape"
    case rectangle = "draw:rect"
    case ellipse = "draw:ellipse"
    case circle = "draw:circle"
    case line = "draw:line"
    case polyline = "draw:polyline"
    case polygon = "draw:polygon"
    case path = "draw:path"
    case connector = "draw:connector"
    case caption = "draw:caption"
    case measure = "draw:measure"
    case shapeTitle = "svg:title"
    case shapeDescription = "svg:desc"
    // Charts
    case chartTitle = "chart:title"
    case chartSubtitle = "chart:subtitle"

    /// Something that lies on a page and may hold text.
    var isShape: Bool {
        switch self {
        case .frame, .group, .customShape, .rectangle, .ellipse, .circle, .line, .polyline, .polygon, .path, .connector,
            .caption, .measure:
            true
        default: false
        }
    }

    /// Nothing in it is shown.
    var isHidden: Bool {
        switch self {
        case .binaryData, .forms, .scripts, .meta, .settings, .changes, .tableChanges, .validations, .contentsSource,
            .illustrationsSource, .tablesSource, .objectsSource, .userIndexSource, .indexSource, .bibliographySource,
            .noteCitation, .rubyText, .description:
            true
        default: false
        }
    }

    var isEdge: Bool {
        switch self {
        case .header, .headerLeft, .headerFirst, .footer, .footerLeft, .footerFirst: true
        default: false
        }
    }
}
