package import AttachmentModel

/// Tells by its parts what a zip file is.
package enum PackageKind {
    private enum ContentTypeTag: String, XMLTag {
        case override = "ct:Override"
        case fallback = "ct:Default"
    }

    package static func kind(of zip: ZipPackage) -> AttachmentKind {
        if let kind = declaredKind(of: zip) { return kind }
        if zip.contains("[Content_Types].xml"), let kind = contentTypesKind(of: zip) { return kind }
        // Some writers leave the list of content types out or name a type nobody knows; the main parts tell as well.
        let mainParts: [(String, AttachmentKind)] = [
            ("word/document.xml", .docx), ("xl/workbook.xml", .xlsx), ("ppt/presentation.xml", .pptx),
            ("visio/document.xml", .visio), ("xl/workbook.bin", .xlsb), ("META-INF/container.xml", .epub),
        ]
        if let part = mainParts.first(where: { zip.contains($0.0) }) { return part.1 }
        // Pages, Numbers and Keynote: their insides are no list of files that anybody put together.
        let isApple = ["Index/Document.iwa", "Index.zip", "index.apxl"].contains { zip.contains($0) }
        return isApple ? .other : .archives
    }

    /// OpenDocument 1.3 part 2, 3.3: a first entry `mimetype` that is not packed. EPUB has it too.
    private static func declaredKind(of zip: ZipPackage) -> AttachmentKind? {
        let declared = String(decoding: zip.bytes(of: "mimetype", limit: 100), as: UTF8.self)
        if declared.hasPrefix("application/epub+zip") { return .epub }
        let isOpenDocument = declared.hasPrefix("application/vnd.oasis.opendocument.")
        return isOpenDocument && zip.contains("content.xml") ? .odf : nil
    }

    /// Content types of the main parts: `…wordprocessingml.document.main+xml`, `…ms-word.template.macroEnabledTemplate.main+xml`.
    private static func contentTypesKind(of zip: ZipPackage) -> AttachmentKind? {
        guard let source = zip.stream("[Content_Types].xml") else { return nil }
        var xml = XMLPull<ContentTypeTag>(source, depth: zip.limits.depth)
        while let event = xml.event() {
            guard case .start(let tag?) = event, let type = xml.attribute("ContentType") else { continue }
            if tag == .override, let part = xml.attribute("PartName"), !zip.contains(part) { continue }
            if let kind = kind(ofMainPart: type) { return kind }
        }
        return nil
    }

    private static func kind(ofMainPart type: String) -> AttachmentKind? {
        let type = PartName.lowercased(type)
        if type == "application/vnd.ms-excel.sheet.binary.macroenabled.main" { return .xlsb }
        guard type.hasSuffix(".main+xml") else { return nil }
        let families: [(String, AttachmentKind)] = [
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.", .docx),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.", .xlsx),
            ("application/vnd.openxmlformats-officedocument.presentationml.", .pptx),
            ("application/vnd.ms-word.", .docx), ("application/vnd.ms-excel.", .xlsx),
            ("application/vnd.ms-powerpoint.", .pptx), ("application/vnd.ms-visio.", .visio),
        ]
        return families.first { type.hasPrefix($0.0) }?.1
    }
}
