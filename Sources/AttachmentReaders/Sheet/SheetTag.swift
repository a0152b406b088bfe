/// Elements of SpreadsheetML that mean something to a reader of the text. ECMA-376 part 1, 18.
enum SheetTag: String, XMLTag {
    // Workbook
    case workbookProperties = "x:workbookPr"
    case sheet = "x:sheet"
    // Shared strings
    case sharedString = "x:si"
    case phonetic = "x:rPh"
    case text = "x:t"
    // Styles
    case numberFormat = "x:numFmt"
    case cellFormats = "x:cellXfs"
    case format = "x:xf"
    // Sheet
    case row = "x:row"
    case cell = "x:c"
    case value = "x:v"
    case formula = "x:f"
    case mergedCell = "x:mergeCell"
    case hyperlink = "x:hyperlink"
    // Comments
    case author = "x:author"
    case comment = "x:comment"
    case threadedComment = "tc:threadedComment"
    case threadedText = "tc:text"
    case person = "tc:person"
}
