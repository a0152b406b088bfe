internal import ContentTree

extension MacroBehaviour {
    static let mathBlock = MacroBehaviour(
        "mathblock", "easy-math-block", "eazy-math-block", "latex", "latex-block", "mathdisplay"
    ) { macro, walker in
        let body = walker.plainText(of: macro).flatMap { $0.isBlank ? nil : $0 }
        walker.emitCode(body ?? macro.text("body", "equation", "") ?? "", language: "math")
    }

    static let mathInline = MacroBehaviour(
        "mathinline", "eazy-math-inline", "easy-math-inline", "latex-inline", "mathjax-inline-macro"
    ) { macro, walker in
        let body = walker.plainText(of: macro).flatMap { $0.isBlank ? nil : $0 }
        guard let formula = (body ?? macro.text("body", "equation", ""))?.singleSpaced, !formula.isEmpty else { return }
        walker.flow.joint()
        walker.flow.append(.math(formula), style: walker.style.subtracting(.code))
        walker.flow.joint()
    }
}
