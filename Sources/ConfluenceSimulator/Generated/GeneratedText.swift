/// Titles, labels and bodies of generated content.
struct GeneratedText {
    let seed: UInt64
    let id: Int64

    private static let subjects = [
        "Deployment", "Incident review", "Onboarding", "Release notes", "Runbook", "Architecture", "Data model",
        "Payroll",
        "Access policy", "Load test", "Roadmap", "Meeting notes", "Style guide", "Travel", "Invoice import",
        "Search index",
        "API gateway", "Zugriffsrechte", "設計メモ", "Отчёт", "Política", "مراجعة", "Q&A", "C++ / Rust", "“Quoted” plan",
    ]
    private static let nouns = [
        "service", "team", "cluster", "report", "customer", "queue", "budget", "release", "server", "table", "meeting",
        "decision", "process", "database", "region", "index", "pipeline", "backup", "contract", "office",
    ]
    private static let verbs = [
        "moves", "reads", "checks", "replaces", "describes", "stores", "delays", "approves", "measures", "restarts",
        "collects", "compares", "limits", "publishes", "merges",
    ]
    private static let labelNames = [
        "howto", "runbook", "decision", "meeting-notes", "draft", "api", "security", "release", "faq", "archive-me",
        "team",
        "onboarding", "日本語", "kb-how-to-article",
    ]
    private static let foreign = [
        "今日の会議では新しい設計について話し合いました。", "Сегодня мы обсудили новый план миграции данных.",
        "ناقشنا اليوم خطة الترحيل الجديدة.", "आज हमने नई योजना पर चर्चा की।", "Größere Änderungen müssen früh geprüft werden.",
        "오늘 회의에서는 새로운 설계를 논의했습니다.", "Σήμερα συζητήσαμε το νέο σχέδιο.", "Ready to ship 🚀 – naïve café résumé.",
    ]

    private var dice: Dice { Dice(mix(seed, id, 51)) }

    func title(_ number: Int, isPost: Bool) -> String {
        var dice = dice
        return
            "\(dice.pick(GeneratedText.subjects)) \(dice.pick(GeneratedText.nouns)) \(isPost ? "news " : "")\(number)"
    }

    var folderTitle: String {
        var dice = dice
        return "\(dice.pick(GeneratedText.subjects)) folder \(id % 1000)"
    }

    var labels: [String] {
        var dice = Dice(mix(seed, id, 52))
        return Set((0..<max(0, dice.roll(6) - 2)).map { _ in dice.pick(GeneratedText.labelNames) }).sorted()
    }

    var sentence: String {
        var dice = dice
        return GeneratedText.sentence(&dice)
    }

    /// ASCII; others in every version.
    func sentences(_ count: Int, version: Int) -> [String] {
        var dice = Dice(mix(seed, id, 1000 + UInt64(max(version, 0))))
        return (0..<count).map { _ in GeneratedText.sentence(&dice) }
    }

    private static func sentence(_ dice: inout Dice) -> String {
        let words = (0..<(2 + dice.roll(3))).map { _ in
            "the \(dice.pick(nouns)) \(dice.pick(verbs)) the \(dice.pick(nouns))"
        }
        let text = words.joined(separator: dice.roll(2) == 0 ? " and " : ", while ")
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    private static func paragraph(_ dice: inout Dice) -> String {
        "<p>" + (0..<(2 + dice.roll(5))).map { _ in sentence(&dice) }.joined(separator: " ") + "</p>"
    }

    /// Storage format of one to some kilobytes; another version differs in a few places.
    func body(version: Int, link: String, mention: String, file: String?) -> String {
        var dice = dice
        var body = dice.roll(4) == 0 ? GeneratedText.macro("toc", [("maxLevel", "3")]) : ""
        body += "<p>Version \(version) of this text. \(GeneratedText.sentence(&dice))</p>"
        for section in 0..<(2 + dice.roll(5)) {
            body += "<h2>\(dice.pick(GeneratedText.subjects).escapedForXML) \(section + 1)</h2>"
            body += GeneratedText.paragraph(&dice)
            body += piece(dice.roll(14), &dice, link: link, mention: mention, file: file)
        }
        return body
    }

    private func piece(
        _ kind: Int, _ dice: inout Dice, link: String, mention: String, file: String?
    ) -> String {
        let sentence = GeneratedText.sentence(&dice)
        switch kind {
        case 0: return GeneratedText.macro("info", [("title", "Note")], rich: "<p>\(sentence)</p>")
        case 1:
            return GeneratedText.macro(
                "code", [("language", "swift")],
                plain: "let limit = \(dice.roll(900))\nif a < b && c > d { print(limit) }")
        case 2: return GeneratedText.macro("expand", [("title", "More")], rich: GeneratedText.paragraph(&dice))
        case 3:
            let rows = (0..<(2 + dice.roll(6))).map {
                "<tr><td>\($0)</td><td>\(dice.pick(GeneratedText.nouns))</td><td>\(dice.roll(10_000))</td></tr>"
            }
            return "<table><tbody><tr><th>No.</th><th>What</th><th>Count</th></tr>\(rows.joined())</tbody></table>"
        case 4:
            return "<p>See <ac:link><ri:page ri:content-title=\"\(link.escapedForXML)\" /></ac:link>&nbsp;first.</p>"
        case 5:
            return "<p>Asked by <ac:link><ri:user ri:account-id=\"\(mention)\" /></ac:link> on "
                + "<time datetime=\"2024-03-1\(dice.roll(10))\" />.</p>"
        case 6:
            return "<ac:task-list><ac:task><ac:task-id>\(dice.roll(99))</ac:task-id><ac:task-status>incomplete"
                + "</ac:task-status><ac:task-body>\(sentence)</ac:task-body></ac:task></ac:task-list>"
        case 7: return "<p>\(dice.pick(GeneratedText.foreign))</p>"
        case 8:
            return "<p>State: " + GeneratedText.macro("status", [("colour", "Green"), ("title", "DONE")]) + "</p>"
        case 9:
            return
                "<ul><li>\(sentence)<ul><li>nested</li></ul></li><li><strong>bold</strong> and <em>slanted</em></li></ul>"
        case 10:
            return
                "<ac:layout><ac:layout-section ac:type=\"two_equal\"><ac:layout-cell><p>\(sentence)</p></ac:layout-cell>"
                + "<ac:layout-cell><p>Right</p></ac:layout-cell></ac:layout-section></ac:layout>"
        case 11:
            guard let file else {
                return "<p><a href=\"https://example.com/\(dice.roll(99))?a=1&amp;b=2\">link</a></p>"
            }
            return "<p><ac:link><ri:attachment ri:filename=\"\(file.escapedForXML)\" /></ac:link></p>"
        case 12: return GeneratedText.macro("children", [])
        default: return "<blockquote><p>\(sentence)</p></blockquote><hr />"
        }
    }

    private static func macro(
        _ name: String, _ parameters: [(String, String)], rich: String? = nil, plain: String? = nil
    ) -> String {
        var text = "<ac:structured-macro ac:name=\"\(name)\" ac:schema-version=\"1\">"
        for (name, value) in parameters { text += "<ac:parameter ac:name=\"\(name)\">\(value)</ac:parameter>" }
        if let rich { text += "<ac:rich-text-body>\(rich)</ac:rich-text-body>" }
        if let plain { text += "<ac:plain-text-body><![CDATA[\(plain)]]></ac:plain-text-body>" }
        return text + "</ac:structured-macro>"
    }
}

extension String {
    var escapedForXML: String {
        // Most texts need nothing.
        guard utf8.contains(where: { $0 == 0x22 || $0 == 0x26 || $0 == 0x3C || $0 == 0x3E }) else { return self }
        var text = ""
        for character in self {
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            default: text.append(character)
            }
        }
        return text
    }
}
