extension ElementName {
    /// Nothing inside is ever seen.
    var isHidden: Bool {
        switch self {
        case .script, .style, .head, .colgroup, .templateDeclarations, .taskID, .taskUUID, .taskStatus, .adfMark,
            .adfFragment,
            .adfFragmentMark, .adfFragmentMarkDetail, .adfAttribute, .adfParameter, .adfParameterValue, .parameter,
            .defaultParameter:
            true
        default: false
        }
    }

    /// Stands inside of words: its borders do not divide them.
    var isPartOfWord: Bool {
        switch self {
        case .other, .strong, .b, .em, .i, .cite, .var, .dfn, .del, .s, .strike, .code, .tt, .kbd, .samp, .sup, .sub,
            .q,
            .span, .a, .u, .ins, .small, .big, .font, .mark, .abbr, .label, .bdi, .bdo, .wbr, .acLink, .linkBody,
            .plainTextLinkBody, .inlineCommentMarker:
            true
        default: false
        }
    }

    /// HTML elements that never have content nor an end tag.
    var isVoid: Bool {
        switch self {
        case .br, .hr, .img, .col, .input, .meta, .link, .wbr, .source, .track, .area, .base, .param, .embed: true
        default: false
        }
    }

    /// Starts and ends a paragraph of its own, and has no other meaning.
    var isPlainBlock: Bool {
        switch self {
        case .p, .div, .section, .article, .address, .center, .figure, .aside, .header, .footer, .main, .nav, .form,
            .fieldset,
            .details, .summary, .figcaption, .richTextBody, .layout, .layoutSection, .layoutCell, .dd, .taskBody, .body,
            .html,
            .adfContent, .caption, .acCaption:
            true
        default: false
        }
    }

    /// Elements that HTML lets stand without an end tag, with the open elements that such a start ends.
    var impliedEnds: [ElementName] {
        switch self {
        case .li: [.li]
        case .p: [.p]
        case .dt, .dd: [.dt, .dd]
        case .td, .th: [.td, .th]
        case .tr: [.tr, .td, .th, .colgroup]
        case .tbody, .thead, .tfoot: [.tbody, .thead, .tfoot, .tr, .td, .th, .colgroup]
        // Left open, these would hide everything behind them.
        case .taskID, .taskUUID, .taskStatus, .taskBody, .task: [.taskID, .taskUUID, .taskStatus]
        case .parameter, .richTextBody, .plainTextBody: [.parameter]
        // Links never hold links.
        case .a: [.a]
        case .acLink: [.acLink]
        default: []
        }
    }

    /// Starts that end an open paragraph standing directly above.
    var endsParagraph: Bool {
        switch self {
        case .ul, .ol, .dl, .table, .h1, .h2, .h3, .h4, .h5, .h6, .div, .blockquote, .pre, .hr, .layout, .taskList: true
        default: false
        }
    }

    /// No implied end reaches beyond such an element.
    var isImpliedEndScope: Bool {
        switch self {
        case .ul, .ol, .dl, .table, .richTextBody, .macro, .oldMacro, .layoutCell, .taskBody, .root, .adfContent: true
        default: false
        }
    }

    var headingLevel: Int? {
        switch self {
        case .h1: 1
        case .h2: 2
        case .h3: 3
        case .h4: 4
        case .h5: 5
        case .h6: 6
        default: nil
        }
    }
}
