/// How cells show their numbers, by the number of their style. ECMA-376 part 1, 18.8.
struct SheetStyles {
    private var formats: [NumberFormat] = []

    init() {}

    init(_ package: OfficePackage, part: String) {
        self = package.read(part, as: SheetTag.self) { Self(&$0) } ?? Self()
    }

    private init(_ xml: inout XMLPull<SheetTag>) {
        var own: [Int: NumberFormat] = [:]
        var isInCellFormats = false
        while let event = xml.event() {
            switch event {
            case .start(.numberFormat):
                guard let id = xml.integer("numFmtId"), let code = xml.attribute("formatCode") else { continue }
                own[id] = NumberFormat(code: code)
            case .start(.cellFormats): isInCellFormats = true
            case .end(.cellFormats): isInCellFormats = false
            case .start(.format) where isInCellFormats && formats.count < 65_536:
                let id = xml.integer("numFmtId") ?? 0
                formats.append(own[id] ?? NumberFormat(builtin: id))
            default: break
            }
        }
    }

    subscript(style: Int) -> NumberFormat { formats.indices.contains(style) ? formats[style] : .plain }
}
