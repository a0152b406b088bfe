/// What a shape of a slide is for. ECMA-376 part 1, 19.7.10.
struct Placeholder: Hashable {
    enum Role: Hashable {
        case title
        /// Text in paragraphs, with bullets unless something says otherwise.
        case body
        case subtitle
        /// Dates, footers, headers and numbers of slides.
        case edge
        /// The picture of the slide on a page of notes.
        case slideImage
        case other
    }

    let role: Role
    let index: String?

    /// Of the element `p:ph`, just started.
    init(_ xml: XMLPull<SlideTag>) {
        index = xml.attribute("idx")
        switch xml.attribute("type") ?? "obj" {
        case "title", "ctrTitle": role = .title
        case "body", "obj": role = .body
        case "subTitle": role = .subtitle
        case "dt", "ftr", "hdr", "sldNum": role = .edge
        case "sldImg": role = .slideImage
        default: role = .other
        }
    }
}
