/// Writes the smallest files a pdf reader takes.
struct TinyPDF {
    /// Lines of each page.
    var pages: [[String]]
    /// What stands before the header.
    var preamble = ""
    var hasTrailer = true
    /// Goes into the trailer.
    var trailer = ""
    /// Goes into each page's content as it is, between its lines.
    var extraContent = ""
    /// Objects that nothing refers to.
    var extraObjects: [String] = []

    init(_ pages: [String]...) { self.pages = pages }
    init(pages: [[String]]) { self.pages = pages }

    var bytes: [UInt8] {
        var objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
        objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
        var kids: [Int] = []
        for lines in pages {
            let stream = content(lines)
            objects.append("<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream")
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents \(objects.count) 0 R "
                    + "/Resources << /Font << /F1 3 0 R >> >> >>")
            kids.append(objects.count)
        }
        objects[1] =
            "<< /Type /Pages /Kids [\(kids.map { "\($0) 0 R" }.joined(separator: " "))] /Count \(kids.count) >>"
        objects += extraObjects
        var text = preamble + "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        guard hasTrailer else { return Array(text.utf8) }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets { text += String(repeating: "0", count: 10 - "\(offset)".count) + "\(offset) 00000 n \n" }
        text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R \(trailer) >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(text.utf8)
    }

    private func content(_ lines: [String]) -> String {
        var content = "BT /F1 12 Tf 72 720 Td 14 TL\n"
        for line in lines { content += "(\(line)) Tj T*\n" }
        return content + "ET \(extraContent)"
    }
}
