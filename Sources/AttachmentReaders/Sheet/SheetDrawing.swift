internal import ContentTree

/// Words on shapes, pictures and charts that lie on a sheet. ECMA-376 part 1, 20.5.
enum SheetDrawing {
    private enum Tag: String, XMLTag {
        case paragraph = "a:p"
        case text = "a:t"
        case lineBreak = "a:br"
        case fallback = "mc:Fallback"
        case properties = "xdr:cNvPr"
        case chart = "c:chart"
        case diagram = "dgm:relIds"
    }

    static func write(of sheet: Workbook.Sheet, in workbook: Workbook, to output: DocumentOutput) {
        let package = workbook.package
        for part in package.relationships(of: sheet.part).targets("drawing") where !output.isFull {
            let relationships = package.relationships(of: part)
            _ = package.read(part, as: Tag.self) { xml in
                var flow = TextFlow()
                while !output.isFull, let event = xml.event() {
                    switch event {
                    case .start(.text): flow.append(xml.allText(limit: package.limits.run))
                    case .start(.lineBreak): flow.lineBreak()
                    case .start(.fallback): xml.skip()
                    case .start(.properties):
                        guard let picture = AlternativeText.inline(xml.attribute("descr")) else { continue }
                        output.append(.paragraph([picture]))
                    case .start(.chart):
                        guard let target = xml.attribute("r:id").flatMap({ relationships[$0] }) else { continue }
                        output.append(ChartText.titles(of: target.target, in: package))
                    case .start(.diagram):
                        guard let target = xml.attribute("r:dm").flatMap({ relationships[$0] }) else { continue }
                        output.append(DiagramText.blocks(of: target.target, in: package))
                    case .end(.paragraph): output.append(flow.takeBlocks())
                    default: break
                    }
                }
            }
        }
    }
}
