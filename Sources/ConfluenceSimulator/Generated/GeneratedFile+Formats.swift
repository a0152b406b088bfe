extension GeneratedFile {
    /// A word-processing document of the least parts (ECMA-376, part 1, 11.3.10; part 2, OPC).
    /// - Parameter length: of its paragraphs with blanks behind them.
    func docx(length: Int) -> [UInt8] {
        let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        let formats = "http://schemas.openxmlformats.org"
        func paragraph(_ text: String, style: String = "") -> String {
            "<w:p>\(style)<w:r><w:t xml:space=\"preserve\">\(text.escapedForXML)</w:t></w:r></w:p>"
        }
        let heading = paragraph("Handover & notes", style: "<w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>")
        let text = (sentences + [mark]).map { paragraph($0) }.joined()
        return ZipPackage.bytes([
            (
                "[Content_Types].xml",
                declaration + "<Types xmlns=\"\(formats)/package/2006/content-types\">"
                    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + "<Override PartName=\"/word/document.xml\" ContentType=\"\(Format.docx.mediaType).main+xml\"/></Types>"
            ),
            (
                "_rels/.rels",
                declaration + "<Relationships xmlns=\"\(formats)/package/2006/relationships\">"
                    + "<Relationship Id=\"rId1\" Type=\"\(formats)/officeDocument/2006/relationships/officeDocument\""
                    + " Target=\"word/document.xml\"/></Relationships>"
            ),
            (
                "word/document.xml",
                declaration + "<w:document xmlns:w=\"\(formats)/wordprocessingml/2006/main\"><w:body>"
                    + (heading + text).padded(to: length) + "<w:sectPr/></w:body></w:document>"
            ),
        ])
    }

    /// Of 80 characters at most, broken between words, so that they fit on the page.
    private static func lines(_ sentence: String) -> [String] {
        var lines: [String] = []
        for word in sentence.split(separator: " ") {
            if let last = lines.last, last.utf8.count + word.utf8.count < 80 {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// One page of PDF 1.4 (ISO 32000-1, 7.5).
    /// - Parameter length: of what is drawn with blanks behind it, of four digits.
    func pdf(length: Int) -> [UInt8] {
        // ASCII without parentheses and backslashes.
        let lines = sentences.flatMap(GeneratedFile.lines) + [mark]
        let drawn = "BT /F1 11 Tf 14 TL 72 720 Td " + lines.map { "(\($0)) Tj T*" }.joined(separator: "\n") + " ET"
        let stream = drawn.padded(to: length)
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
                + " /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        var text = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n"
        return Array(text.utf8)
    }

    /// Eight grey points by eight (ISO 15948), in one stored block of zlib.
    var png: [UInt8] {
        let rows = (0..<8).flatMap { row -> [UInt8] in
            [0] + (0..<8).map { UInt8(truncatingIfNeeded: mix(seed, id, UInt64(version * 64 + row * 8 + $0))) }
        }
        var header: [UInt8] = []
        header.append(big: UInt32(8))
        header.append(big: UInt32(8))
        header += [8, 0, 0, 0, 0]
        var data: [UInt8] = [0x78, 0x01, 0x01]
        data.append(little: UInt16(rows.count))
        data.append(little: ~UInt16(rows.count))
        data += rows
        data.append(big: Checksum.adler32(rows))
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        for (name, content) in [("IHDR", header), ("IDAT", data), ("IEND", [])] {
            let chunk = Array(name.utf8) + content
            file.append(big: UInt32(content.count))
            file += chunk
            file.append(big: Checksum.crc32(chunk))
        }
        return file
    }
}
