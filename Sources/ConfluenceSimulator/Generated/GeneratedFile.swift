/// The file of a generated attachment: a small PDF, text or CSV.
struct GeneratedFile {
    let seed: UInt64
    let id: Int64

    private var kind: UInt64 { mix(seed, id, 61) % 3 }

    var name: String {
        switch kind {
        case 0: "report \(id).pdf"
        case 1: "notes-\(id).txt"
        default: "zahlen_übersicht \(id).csv"
        }
    }

    var mediaType: String {
        switch kind {
        case 0: "application/pdf"
        case 1: "text/plain"
        default: "text/csv"
        }
    }

    var bytes: [UInt8] {
        let sentence = GeneratedText(seed: seed, id: id).sentence
        switch kind {
        case 0: return GeneratedFile.pdf(sentence)
        case 1: return Array("Notes \(id)\n\n\(sentence)\n".utf8)
        default: return Array("name,count\nwidgets,\(id % 1000)\n\"quoted, text\",\(id % 7)\n".utf8)
        }
    }

    /// One page of PDF 1.4 with one line of text (ASCII).
    private static func pdf(_ line: String) -> [UInt8] {
        let escaped = line.filter(\.isASCII).replacing("(", with: "\\(").replacing(")", with: "\\)")
        let stream = "BT /F1 12 Tf 72 720 Td (\(escaped)) Tj ET"
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
}
