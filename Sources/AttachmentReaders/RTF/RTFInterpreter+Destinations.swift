internal import ContentTree
internal import HTMLText

extension RTFInterpreter {
    /// Turns the group to what the word names.
    /// - Returns: whether the word names a destination.
    func enter(_ word: RTFWord) -> Bool {
        guard group.destination != .skipped else { return false }
        switch word {
        case .fonttbl: group.destination = .fonts
        case .stylesheet: group.destination = .styles
        case .listtable: group.destination = .lists
        case .listoverridetable: group.destination = .overrides
        case .listtext, .pntext:
            group.destination = .listMark
            mark = mark ?? ""
        case .pn: group.destination = .numbering
        case .field:
            group.destination = .field
            fieldCode = ""
        case .fldinst:
            group.destination = .fieldCode
            fieldCode = ""
        case .fldrslt: beginFieldResult()
        case .footnote: if group.destination == .text { beginFootnote() }
        case .annotation:
            if group.destination == .text {
                begin(.comment(author: commentAuthor))
                commentAuthor = ""
            }
        case .atnauthor:
            group.destination = .commentAuthor
            commentAuthor = ""
        case .header, .headerl, .headerr, .headerf, .footer, .footerl, .footerr, .footerf: begin(.margin)
        case .shptxt, .dptxbxtext: begin(.box)
        case .nesttableprops: group.destination = .nestedRow
        case .upr: group.destination = .twins
        case .ud: group.destination = .text
        case .shpinst, .shp, .shpgrp, .do, .moMath, .moMathPara, .object, .result, .shppict: break
        case _ where word.holdsNothing: group.destination = .skipped
        default: return false
        }
        return true
    }

    private func beginFootnote() {
        guard let number = ending.nextFootnote() else {
            group.destination = .skipped
            return
        }
        enterTables()
        story.line.append(.footnote(number))
        begin(.footnote(number))
    }

    /// The result of a field is its text; of a link it is the text to click on.
    private func beginFieldResult() {
        group.destination = .text
        let words = fieldCode.split(separator: " ", omittingEmptySubsequences: true)
        guard words.first?.uppercased() == "HYPERLINK", words.count > 1, words[1] != "\\l" else { return }
        let address = String(words[1].filter { $0 != "\"" })
        guard let target = WebAddress.readable(address), !story.line.isInLink else { return }
        enterTables()
        story.line.openLink(.address(target))
        group.endsLink = true
    }
}

extension RTFWord {
    /// A group that begins with it has no text for readers.
    fileprivate var holdsNothing: Bool {
        switch self {
        case .colortbl, .info, .pict, .objdata, .objclass, .objname, .objalias, .objsect, .filetbl, .revtbl,
            .nonshppict,
            .nonesttables, .xe, .tc, .rxe, .txe, .shprslt, .sp, .sn, .sv, .fldtype, .datafield, .falt, .panose,
            .template,
            .ftnsep, .ftnsepc, .ftncn, .aftnsep, .aftnsepc, .aftncn, .bkmkstart, .bkmkend, .listpicture, .levelnumbers,
            .leveltext, .themedata, .colorschememapping, .datastore, .latentstyles, .rsidtbl, .generator, .xmlnstbl,
            .mmathPr, .userprops, .atnid, .atnref, .atndate, .atntime, .atnicn, .atrfstart, .atrfend, .listname,
            .pntxta,
            .pntxtb, .nextfile, .keycode, .mmathPict, .wgrffmtfilter, .background, .pgdsctbl, .mhtmltag, .htmltag,
            .xmlattrname, .xmlattrvalue, .passwordhash, .blipuid, .picprop:
            true
        default: false
        }
    }
}
