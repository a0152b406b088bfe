import AttachmentModel
import AttachmentReaders
import TestSupport
import Testing

@Suite("PowerPoint presentations of before 2007")
struct Slides97ReaderTests {
    private func record(_ kind: UInt16, _ data: [UInt8], instance: UInt16 = 0, isContainer: Bool = false) -> [UInt8] {
        MadeCompound.short(instance << 4 | (isContainer ? 15 : 0)) + MadeCompound.short(kind)
            + MadeCompound.little(UInt32(data.count)) + data
    }

    private func container(_ kind: UInt16, _ parts: [[UInt8]], instance: UInt16 = 0) -> [UInt8] {
        record(kind, parts.flatMap { $0 }, instance: instance, isContainer: true)
    }

    private func text(_ purpose: UInt32, _ words: String) -> [UInt8] {
        record(0x0F9F, MadeCompound.little(purpose)) + record(0x0FA0, MadeCompound.wide(words))
    }

    private func shape(_ top: UInt16, _ text: [UInt8], placeholder: UInt8? = nil) -> [UInt8] {
        let anchor = [top, 0, 100, top + 50].flatMap { MadeCompound.short($0) }
        let data = placeholder.map { [container(0xF011, [record(0x0BC3, [0, 0, 0, 0, $0, 0, 0, 0])])] } ?? []
        return container(0xF004, [record(0xF010, anchor)] + data + [container(0xF00D, [text])])
    }

    private func slide(_ shapes: [[UInt8]], notes: UInt32 = 0, isHidden: Bool = false) -> [UInt8] {
        let atom = record(0x03EF, [UInt8](repeating: 0, count: 16) + MadeCompound.little(notes) + [0, 0, 0, 0])
        let show = record(0x03F9, [UInt8](repeating: 0, count: 10) + [isHidden ? 4 : 0, 0, 0, 0, 0, 0])
        return container(0x03EE, [atom, show, drawing(shapes)])
    }

    private func drawing(_ shapes: [[UInt8]]) -> [UInt8] {
        container(0x040C, [container(0xF002, [container(0xF003, shapes)])])
    }

    /// Slides in the order given, though they lie in the file the other way round.
    private func file(_ slides: [[UInt8]], outlines: [[UInt8]] = [], notes: [UInt8]? = nil) -> [UInt8] {
        var stream: [UInt8] = []
        var places: [UInt32] = [0]
        for slide in slides.reversed() {
            places.append(UInt32(stream.count))
            stream += slide
        }
        if let notes {
            places.append(UInt32(stream.count))
            stream += notes
        }
        func persist(_ number: Int, _ identifier: Int) -> [UInt8] {
            record(0x03F3, [UInt32(number), 0, 0, UInt32(identifier), 0].flatMap { MadeCompound.little($0) })
        }
        let list = slides.indices.map {
            persist(slides.count - $0, 256 + $0) + (outlines.indices.contains($0) ? outlines[$0] : [])
        }
        let noteList = notes == nil ? [] : [container(0x0FF0, [persist(slides.count + 1, 999)], instance: 2)]
        places[0] = UInt32(stream.count)
        stream += container(0x03E8, [container(0x0FF0, list)] + noteList)
        let directory = UInt32(stream.count)
        stream += record(
            0x1772, MadeCompound.little(UInt32(places.count) << 20) + places.flatMap { MadeCompound.little($0) })
        let edit = UInt32(stream.count)
        stream += record(0x0FF5, [256, 0, 0, directory, 0, 9, 0].flatMap { MadeCompound.little($0) })
        let user = [UInt8](repeating: 0, count: 16) + MadeCompound.little(edit)
        return MadeCompound([("PowerPoint Document", stream), ("Current User", user)]).bytes
    }

    /// A title, a text and a table.
    func presentation() -> [UInt8] {
        let first = slide([shape(10, text(0, "Title")), shape(100, text(1, "one\rtwo"))])
        return file([first, slide([shape(0, text(4, "late"))], isHidden: true)], outlines: [text(1, "outline")])
    }

    private func read(_ bytes: [UInt8]) -> Reading { Reading(bytes, by: Slides97Reader.self) }

    @Test("slides come in the order they are shown, with title, shapes from the top, and notes")
    func slides() {
        let notes = container(
            0x03F0, [drawing([shape(0, text(2, "mind\rthe gap")), shape(9, text(4, "3"), placeholder: 8)])])
        let first = slide(
            [shape(200, text(4, "below")), shape(100, text(1, "one\rtwo")), shape(10, text(0, "Title"))], notes: 999)
        let second = slide([shape(0, text(4, "late")), shape(5, text(4, "footer"), placeholder: 9)], isHidden: true)
        let expected = """
            ## Slide 1: Title

            - one
            - two

            below

            > Notes: mind
            >
            > the gap

            ## Slide 2 (hidden)

            late

            """
        #expect(read(file([first, second], notes: notes)).markdown == expected)
    }

    @Test("placeholders may keep their text in the list of slides")
    func outlines() {
        let reference = container(0xF00D, [record(0x0F9E, MadeCompound.little(UInt32(1)))])
        let shape = container(0xF004, [reference])
        let bytes = file([slide([shape])], outlines: [text(0, "unused") + text(1, "outline")])
        #expect(read(bytes).markdown == "## Slide 1\n\noutline\n")
    }

    @Test("shapes that form a table are one")
    func tables() {
        func cell(_ left: UInt32, _ top: UInt32, _ words: String, wide: UInt32 = 10) -> [UInt8] {
            let anchor = [left, top, left + wide, top + 10].flatMap { MadeCompound.little($0) }
            return container(0xF004, [record(0xF00F, anchor), container(0xF00D, [text(4, words)])])
        }
        let isTable = record(0xF122, MadeCompound.short(0x039F) + MadeCompound.little(UInt32(1)), instance: 1)
        let group = container(
            0xF003,
            [
                container(0xF004, [isTable]), cell(0, 10, "c"), cell(0, 0, "a"), cell(10, 0, "b"),
                cell(0, 20, "wide", wide: 20), cell(10, 10, "d"),
            ])
        let expected = "## Slide 1\n\n| a | b |\n| --- | --- |\n| c | d |\n| wide |  |\n"
        #expect(read(file([slide([group])])).markdown == expected)
    }

    @Test("a damaged directory leaves the slides as they lie")
    func damaged() {
        let stream = slide([shape(0, text(4, "found"))])
        let bytes = MadeCompound([("PowerPoint Document", stream), ("Current User", [1, 2, 3])]).bytes
        #expect(read(bytes).markdown == "## Slide 1\n\nfound\n")
    }

    @Test("nothing to be found is told")
    func empty() {
        #expect(read(MadeCompound([("PowerPoint Document", [1, 2, 3])]).bytes).error?.status == .corrupt)
    }

    @Test("groups within groups end")
    func deep() {
        var group = shape(0, text(4, "x"))
        for _ in 0..<500 { group = container(0xF003, [container(0xF004, []), group]) }
        #expect(read(file([slide([group])])).error == nil)
    }
}
