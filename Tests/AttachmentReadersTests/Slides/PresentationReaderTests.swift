import AttachmentReaders
import Testing

@Suite("Presentations")
struct PresentationReaderTests {
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let names = """
        xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" \
        xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="\(relations)"
        """

    private func relationship(_ id: String, _ kind: String, _ target: String) -> String {
        "<Relationship Id=\"\(id)\" Type=\"\(Self.relations)/\(kind)\" Target=\"\(target)\"/>"
    }

    /// Slides by the number of their part, in the order given; further parts of the first one.
    private func markdown(
        _ slides: [(part: Int, shapes: String, attributes: String)], notes: String? = nil, layout: String? = nil
    ) -> String {
        let listed = slides.map { "<p:sldId id=\"\($0.part)\" r:id=\"s\($0.part)\"/>" }.joined()
        var package = MadePackage([
            "_rels/.rels": MadeWord.relationships([relationship("m", "officeDocument", "ppt/presentation.xml")]),
            "ppt/presentation.xml": "<p:presentation \(Self.names)><p:sldIdLst>\(listed)</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": MadeWord.relationships(
                slides.map { relationship("s\($0.part)", "slide", "slides/slide\($0.part).xml") }),
        ])
        func add(_ name: String, _ text: String) { package.parts.append((name, Array(text.utf8))) }
        for slide in slides {
            let tree = "<p:cSld><p:spTree>\(slide.shapes)</p:spTree></p:cSld>"
            add("ppt/slides/slide\(slide.part).xml", "<p:sld \(Self.names) \(slide.attributes)>\(tree)</p:sld>")
        }
        var own: [String] = []
        if let notes {
            own.append(relationship("n", "notesSlide", "../notesSlides/notesSlide1.xml"))
            add(
                "ppt/notesSlides/notesSlide1.xml",
                "<p:notes \(Self.names)><p:cSld><p:spTree>\(notes)</p:spTree></p:cSld></p:notes>")
        }
        if let layout {
            own.append(relationship("l", "slideLayout", "../slideLayouts/slideLayout1.xml"))
            add(
                "ppt/slideLayouts/slideLayout1.xml",
                "<p:sldLayout \(Self.names)><p:cSld><p:spTree>\(layout)</p:spTree></p:cSld></p:sldLayout>")
        }
        add("ppt/slides/_rels/slide\(slides[0].part).xml.rels", MadeWord.relationships(own))
        return Reading(package.bytes, by: PresentationReader.self).markdown
    }

    private func slide(_ shapes: String) -> [(part: Int, shapes: String, attributes: String)] { [(1, shapes, "")] }

    private func shape(_ text: String, placeholder: String = "", at place: (x: Int, y: Int)? = nil) -> String {
        let transform =
            place.map { "<a:xfrm><a:off x=\"\($0.x)\" y=\"\($0.y)\"/><a:ext cx=\"100\" cy=\"100\"/></a:xfrm>" } ?? ""
        let paragraphs = text.split(separator: "\n").map { "<a:p><a:r><a:t>\($0)</a:t></a:r></a:p>" }.joined()
        return """
            <p:sp><p:nvSpPr><p:nvPr>\(placeholder)</p:nvPr></p:nvSpPr><p:spPr>\(transform)</p:spPr>\
            <p:txBody>\(paragraphs)</p:txBody></p:sp>
            """
    }

    @Test("slides come in presentation order with their titles, hidden ones marked")
    func order() {
        let title = "<p:ph type=\"title\"/>"
        #expect(
            markdown([
                (7, shape("body") + shape("Seven", placeholder: title), ""),
                (2, shape("Two", placeholder: title), "show=\"0\""), (3, "", ""),
            ])
                == "## Slide 1: Seven\n\nbody\n\n## Slide 2: Two (hidden)\n\n## Slide 3\n")
    }

    @Test("shapes are read from top to bottom, those beside each other from left to right")
    func readingOrder() {
        let shapes =
            shape("low", at: (0, 500)) + shape("right", at: (300, 110)) + shape("left", at: (10, 130))
            + shape("top", at: (500, 0))
        #expect(markdown(slide(shapes)) == "## Slide 1\n\ntop\n\nleft\n\nright\n\nlow\n")
    }

    @Test("a placeholder without a place of its own lies where its layout puts it")
    func layoutPlaces() {
        let layout = shape("prompt text", placeholder: "<p:ph type=\"body\" idx=\"4\"/>", at: (0, 900))
        let shapes = shape("below", placeholder: "<p:ph idx=\"4\"/>") + shape("above", at: (0, 10))
        #expect(markdown(slide(shapes), layout: layout) == "## Slide 1\n\nabove\n\n- below\n")
    }

    @Test("numbers, dates and footers of slides are left out")
    func edges() {
        let shapes = ["sldNum", "dt", "ftr"].map { shape("drop", placeholder: "<p:ph type=\"\($0)\"/>") }.joined()
        #expect(markdown(slide(shapes + shape("keep"))) == "## Slide 1\n\nkeep\n")
    }

    @Test("groups are walked, tables are tables, merged cells as everywhere")
    func groupsAndTables() {
        func cell(_ text: String, _ attributes: String = "") -> String {
            "<a:tc \(attributes)><a:txBody><a:p><a:r><a:t>\(text)</a:t></a:r></a:p></a:txBody></a:tc>"
        }
        let group = "<p:grpSp><p:grpSpPr/>\(shape("grouped"))</p:grpSp>"
        let table = """
            <p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr>\(cell("wide", "gridSpan=\"2\""))\(cell("", "hMerge=\"1\""))</a:tr>\
            <a:tr>\(cell("a"))\(cell("b"))</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>
            """
        #expect(markdown(slide(group + table)) == "## Slide 1\n\ngrouped\n\n| wide |  |\n| --- | --- |\n| a | b |\n")
    }

    @Test("bullets make lists, numbers count, levels nest")
    func lists() {
        func item(_ text: String, _ properties: String, level: Int = 0) -> String {
            "<a:p><a:pPr lvl=\"\(level)\">\(properties)</a:pPr><a:r><a:t>\(text)</a:t></a:r></a:p>"
        }
        let number = "<a:buAutoNum type=\"arabicPeriod\"/>"
        let text =
            item("one", number) + item("two", number) + item("deep", "<a:buChar char=\"•\"/>", level: 1)
            + item("end", "<a:buNone/>")
        #expect(
            markdown(slide("<p:sp><p:txBody>\(text)</p:txBody></p:sp>"))
                == "## Slide 1\n\n1. one\n2. two\n   - deep\n\nend\n")
    }

    @Test("notes follow their slide as a quote, without the page's own fields")
    func notes() {
        let notes =
            shape("remember the valve", placeholder: "<p:ph type=\"body\" idx=\"1\"/>")
            + shape("3", placeholder: "<p:ph type=\"sldNum\"/>")
        #expect(markdown(slide(shape("text")), notes: notes) == "## Slide 1\n\ntext\n\n> Notes: remember the valve\n")
    }
}
