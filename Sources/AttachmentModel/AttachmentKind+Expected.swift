extension AttachmentKind {
    /// What a file ought to be by what is said of it, without its bytes; `nil`: nothing to go by, look inside.
    ///
    /// Only good for leaving files where they are: what is downloaded is judged by its content.
    /// - Parameter mediaType: as the uploader's browser said it; may be empty or wrong.
    package static func expected(fileName: String, mediaType: String) -> AttachmentKind? {
        if let dot = fileName.lastIndex(of: "."), dot != fileName.startIndex {
            let ending = fileName[fileName.index(after: dot)...].lowercased()
            if let kind = byEnding[ending] { return kind }
        }
        let type = mediaType.lowercased().prefix { $0 != ";" }
        if let kind = byMediaType[String(type)] { return kind }
        switch type.prefix(while: { $0 != "/" }) {
        // Drawings of a program (`image/vnd.dwg`) are no pictures.
        case "image": return type.hasPrefix("image/vnd.") ? nil : .images
        case "video", "audio", "font": return .other
        case "text": return .text
        default: return nil
        }
    }

    private static let byEnding: [String: AttachmentKind] = {
        let endings: [AttachmentKind: String] = [
            .pdf: "pdf", .docx: "docx docm dotx dotm", .xlsx: "xlsx xlsm xltx xltm", .pptx: "pptx pptm ppsx potx",
            .odf: "odt ott ods odp odg fodt", .html: "html htm xhtml", .rtf: "rtf", .eml: "eml mht mhtml",
            .epub: "epub", .msg: "msg", .doc: "doc dot", .xls: "xls xlt", .ppt: "ppt pps", .visio: "vsdx vsdm vsd",
            .xlsb: "xlsb", .archives: "zip",
            .text:
                "txt md log csv tsv json yaml yml xml ini conf sql properties py js ts java c h cpp go rs swift sh ps1",
            .images: "png jpg jpeg gif bmp tif tiff webp svgz ico heic psd",
            .other: """
            mp4 m4v mov avi mkv webm wmv flv mp3 m4a wav ogg flac aac exe msi dmg pkg deb rpm apk iso img vhd vhdx vmdk \
            qcow2 ova ttf otf woff woff2 eot jar war class dll so o a dylib bin dat db sqlite bak swf
            """,
        ]
        return endings.reduce(into: [:]) { table, entry in
            for ending in entry.value.split(separator: " ") { table[String(ending)] = entry.key }
        }
    }()

    private static let byMediaType: [String: AttachmentKind] = [
        "application/pdf": .pdf, "application/msword": .doc, "application/vnd.ms-excel": .xls,
        "application/vnd.ms-powerpoint": .ppt, "application/rtf": .rtf, "text/rtf": .rtf, "text/html": .html,
        "application/xhtml+xml": .html, "message/rfc822": .eml, "application/vnd.ms-outlook": .msg,
        "application/epub+zip": .epub, "application/zip": .archives, "application/json": .text,
        "application/xml": .text,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": .docx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": .xlsx,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": .pptx,
        "application/vnd.oasis.opendocument.text": .odf, "application/vnd.oasis.opendocument.spreadsheet": .odf,
        "application/vnd.oasis.opendocument.presentation": .odf, "image/svg+xml": .text,
    ]
}
