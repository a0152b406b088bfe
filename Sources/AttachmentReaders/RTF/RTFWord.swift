/// Control words that mean something to a reader of the text (Microsoft, "Rich Text Format Specification 1.9.1").
enum RTFWord: String {
    /// Any other word.
    case nothing = ""

    // Characters
    case par, sect, page, column, line, tab, lbr
    case space = "enspace"
    case emspace, qmspace
    case hyphen = "-"
    case emdash, endash, lquote, rquote, ldblquote, rdblquote, bullet, zwj, zwnj, ltrmark, rtlmark
    case u, uc

    // Character sets and fonts
    case ansi, mac, pc, pca, ansicpg, deff, f, af, fcharset, cpg, loch, hich, dbch

    // Styles of characters
    case plain, b, i, strike, striked, v, deleted, `super`, sub, nosupersub

    // Paragraphs
    case pard, s, outlinelevel, ls, ilvl, intbl, itap, sbasedon

    // Tables
    case trowd, cellx, clmgf, clmrg, clvmgf, clvmrg, trhdr, trleft, cell, row, nestcell, nestrow

    // Lists
    case listid, levelnfc, levelnfcn, listoverride, listlevel, list, pnlvlblt, pnlvlbody, pnlvl

    // Groups with a meaning of their own
    case fonttbl, stylesheet, listtable, listoverridetable, listtext, pntext, pn
    case field, fldinst, fldrslt
    case footnote, ftnalt, chftn, annotation, atnauthor
    case header, headerl, headerr, headerf, footer, footerl, footerr, footerf
    case shp, shpinst, shptxt, shpgrp, `do`, dptxbxtext, nesttableprops, upr, ud
    case moMath, moMathPara, object, result, shppict

    // Groups that hold nothing to read
    case colortbl, info, pict, objdata, objclass, objname, objalias, objsect, filetbl, revtbl, nonshppict
    case nonesttables, xe, tc, rxe, txe, shprslt, sp, sn, sv, fldtype, datafield, falt, panose, template
    case ftnsep, ftnsepc, ftncn, aftnsep, aftnsepc, aftncn, bkmkstart, bkmkend, listpicture, levelnumbers, leveltext
    case themedata, colorschememapping, datastore, latentstyles, rsidtbl, generator, xmlnstbl, mmathPr, userprops
    case atnid, atnref, atndate, atntime, atnicn, atrfstart, atrfend, listname, pntxta, pntxtb, nextfile, keycode
    case mmathPict, wgrffmtfilter, background, pgdsctbl, mhtmltag, htmltag, xmlattrname, xmlattrvalue
    case passwordhash, blipuid, picprop

    /// Text that the word stands for.
    var character: String? {
        switch self {
        case .tab, .space, .emspace, .qmspace: " "
        case .hyphen: "-"
        case .emdash: "—"
        case .endash: "–"
        case .lquote: "‘"
        case .rquote: "’"
        case .ldblquote: "“"
        case .rdblquote: "”"
        case .bullet: "•"
        case .zwj: "\u{200D}"
        case .zwnj: "\u{200C}"
        default: nil
        }
    }
}
