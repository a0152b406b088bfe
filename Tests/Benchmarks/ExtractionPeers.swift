import Foundation

/// The engines that others use, in Python and as programs of the system where they are installed.
enum ExtractionPeers {
    struct Found: Decodable {
        /// By engine and path.
        let results: [String: [String: ExtractionResult]]
        /// Engines that could not be had, and why.
        var leftOut: [String]
    }

    /// Installs them one by one into a temporary folder and has them read the files.
    static func measure(_ samples: [ExtractionSample]) throws -> Found {
        let place = FileManager.default.temporaryDirectory.appending(path: "extraction-peers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let python = place.appending(path: "venv/bin/python").path
        _ = try run(["python3", "-m", "venv", place.appending(path: "venv").path])
        var leftOut: [String] = []
        for package in packages {
            let install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
            do { _ = try run(install) } catch { leftOut.append("\(package): pip cannot install it") }
        }
        let script = place.appending(path: "peers.py")
        try Data(source.utf8).write(to: script)
        let list = place.appending(path: "files.json")
        try JSONEncoder().encode(samples.map { [$0.type, $0.path] }).write(to: list)
        var found = try JSONDecoder().decode(Found.self, from: run([python, script.path, list.path]))
        found.leftOut = leftOut + found.leftOut
        return found
    }

    private static let packages = [
        "pdfminer.six", "pypdf", "python-docx", "docx2txt", "mammoth", "openpyxl", "python-calamine", "xlrd", "pyxlsb",
        "python-pptx", "odfpy", "striprtf", "extract-msg", "python-oxmsg", "ebooklib", "beautifulsoup4", "html2text",
        "markitdown[pptx]", "mail-parser",
    ]

    private static func run(_ command: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError(description: "\(command.prefix(4).joined(separator: " ")) failed")
        }
        return data
    }

    /// A fork for each file, so that one file's memory and crashes are its own.
    private static let source = #"""
        import importlib, json, os, resource, shutil, signal, sys, tempfile, time, warnings
        warnings.filterwarnings("ignore")
        SECONDS = 30

        def pdfminer(path):
            from pdfminer.high_level import extract_text
            return extract_text(path)
        def pypdf(path):
            from pypdf import PdfReader
            return "\n".join(page.extract_text() for page in PdfReader(path).pages)
        def python_docx(path):
            import docx
            document = docx.Document(path)
            cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
            return "\n".join([p.text for p in document.paragraphs] + cells)
        def docx2txt(path):
            import docx2txt
            return docx2txt.process(path)
        def mammoth(path):
            import mammoth
            return mammoth.extract_raw_text(open(path, "rb")).value
        def openpyxl(path):
            import openpyxl
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            return "\n".join(" ".join(str(v) for v in row if v is not None)
                             for sheet in book for row in sheet.iter_rows(values_only=True))
        def calamine(path):
            from python_calamine import CalamineWorkbook
            book = CalamineWorkbook.from_path(path)
            return "\n".join(" ".join(str(v) for v in row) for name in book.sheet_names
                             for row in book.get_sheet_by_name(name).to_python())
        def xlrd(path):
            import xlrd
            book = xlrd.open_workbook(path, logfile=open(os.devnull, "w"))
            return "\n".join(" ".join(str(v) for v in sheet.row_values(i)) for sheet in book.sheets()
                             for i in range(sheet.nrows))
        def pyxlsb(path):
            import pyxlsb
            with pyxlsb.open_workbook(path) as book:
                return "\n".join(" ".join(str(c.v) for c in row if c.v is not None)
                                 for name in book.sheets for row in book.get_sheet(name).rows())
        def python_pptx(path):
            import pptx
            lines = []
            def walk(shapes):
                for shape in shapes:
                    if shape.shape_type == 6: walk(shape.shapes)
                    if shape.has_text_frame: lines.append(shape.text_frame.text)
                    if getattr(shape, "has_table", False) and shape.has_table:
                        lines.extend(cell.text for row in shape.table.rows for cell in row.cells)
            for slide in pptx.Presentation(path).slides:
                walk(slide.shapes)
                if slide.has_notes_slide: lines.append(slide.notes_slide.notes_text_frame.text)
            return "\n".join(lines)
        def markitdown(path):
            from markitdown import MarkItDown
            return MarkItDown().convert(path).text_content
        def odfpy(path):
            from odf import opendocument, teletype, text
            document = opendocument.load(path)
            return "\n".join(teletype.extractText(e) for kind in (text.H, text.P) for e in document.getElementsByType(kind))
        def striprtf(path):
            from striprtf.striprtf import rtf_to_text
            return rtf_to_text(open(path, encoding="latin-1").read(), errors="ignore")
        def extract_msg(path):
            import extract_msg
            message = extract_msg.openMsg(path)
            return "\n".join(str(v or "") for v in (message.subject, message.sender, message.to, message.cc, message.body))
        def oxmsg(path):
            import oxmsg
            message = oxmsg.Message.load(path)
            people = [r.name for r in message.recipients]
            return "\n".join(str(v or "") for v in [message.subject, message.sender, *people, message.body])
        def ebooklib(path):
            import ebooklib
            from ebooklib import epub
            from bs4 import BeautifulSoup
            book = epub.read_epub(path)
            return "\n".join(BeautifulSoup(item.get_content(), "html.parser").get_text()
                             for item in book.get_items_of_type(ebooklib.ITEM_DOCUMENT))
        def soup(path):
            from bs4 import BeautifulSoup
            page = BeautifulSoup(open(path, "rb"), "html.parser")
            for part in page(["script", "style"]): part.decompose()
            return page.get_text("\n")
        def html2text(path):
            import html2text
            from bs4 import UnicodeDammit
            return html2text.html2text(UnicodeDammit(open(path, "rb").read()).unicode_markup)
        def email_stdlib(path):
            import email, email.policy
            mail = email.message_from_file(open(path, encoding="latin-1"), policy=email.policy.default)
            body = mail.get_body(("plain", "html"))
            return "\n".join([str(mail[n] or "") for n in ("subject", "from", "to", "cc", "date")] + [body.get_content() if body else ""])
        def mail_parser(path):
            import mailparser
            mail = mailparser.parse_from_file(path)
            people = [part for pair in mail.from_ + mail.to for part in pair]
            return "\n".join([str(mail.subject or ""), str(mail.date or ""), *people, *(mail.text_plain or mail.text_html)])

        python = {
            "pdf": [("pdfminer.six", pdfminer), ("pypdf", pypdf)],
            "docx": [("python-docx", python_docx), ("docx2txt", docx2txt), ("mammoth", mammoth)],
            "xlsx": [("openpyxl", openpyxl), ("python-calamine", calamine)],
            "xls": [("xlrd", xlrd), ("python-calamine", calamine)],
            "xlsb": [("pyxlsb", pyxlsb), ("python-calamine", calamine)],
            "ods": [("odfpy", odfpy), ("python-calamine", calamine)],
            "odt": [("odfpy", odfpy)], "odp": [("odfpy", odfpy)],
            "pptx": [("python-pptx", python_pptx), ("markitdown", markitdown)],
            "rtf": [("striprtf", striprtf)],
            "msg": [("extract-msg", extract_msg), ("python-oxmsg", oxmsg)],
            "eml": [("email (Python)", email_stdlib), ("mail-parser", mail_parser)],
            "epub": [("ebooklib", ebooklib)],
            "html": [("beautifulsoup4", soup), ("html2text", html2text)],
        }
        system = {
            "pdf": [["pdftotext", "FILE", "-"], ["mutool", "draw", "-F", "txt", "FILE"]],
            "docx": [["pandoc", "-f", "docx", "-t", "plain", "FILE"]],
            "odt": [["odt2txt", "FILE"], ["pandoc", "-f", "odt", "-t", "plain", "FILE"]],
            "ods": [["odt2txt", "FILE"]], "odp": [["odt2txt", "FILE"]],
            "rtf": [["unrtf", "--text", "FILE"], ["pandoc", "-f", "rtf", "-t", "plain", "FILE"]],
            "doc": [["catdoc", "-d", "utf-8", "-w", "FILE"], ["antiword", "-m", "UTF-8.txt", "FILE"]],
            "xls": [["xls2csv", "-d", "utf-8", "FILE"]],
            "ppt": [["catppt", "-d", "utf-8", "FILE"]],
            "epub": [["pandoc", "-f", "epub", "-t", "plain", "FILE"]],
            "vsdx": [["vss2text", "FILE"]],
        }

        def measured(work):
            text, errors = tempfile.TemporaryFile(), open(os.devnull, "w")
            sys.stdout.flush()
            child = os.fork()
            if child == 0:
                try:
                    os.setsid()
                    os.dup2(errors.fileno(), 1); os.dup2(errors.fileno(), 2)
                    work(text)
                    os._exit(0)
                except BaseException:
                    os._exit(3)
            end, late, usage = time.monotonic() + SECONDS, False, None
            while True:
                gone, status, usage = os.wait4(child, os.WNOHANG)
                if gone: break
                if time.monotonic() > end:
                    late = True
                    os.killpg(child, signal.SIGKILL)
                    _, status, usage = os.wait4(child, 0)
                    break
                time.sleep(0.002)
            text.seek(0)
            code = os.waitstatus_to_exitcode(status)
            return {"text": text.read(8 << 20).decode("utf-8", "replace").replace("\0", ""), "isRefused": code != 0,
                    "hasFailed": late or code < 0, "cpuSeconds": usage.ru_utime + usage.ru_stime,
                    "peakBytes": usage.ru_maxrss * 1024}

        def in_python(function, path):
            def work(output):
                output.write((function(path) or "").encode("utf-8", "replace"))
                output.flush()
            return work
        def in_system(command, path):
            def work(output):
                os.dup2(output.fileno(), 1)
                os.execvp(command[0], [path if word == "FILE" else word for word in command])
            return work

        results, left_out = {}, []
        files = json.load(open(sys.argv[1]))
        for kind in sorted({kind for kind, _ in files}):
            paths = [path for other, path in files if other == kind]
            for name, function in python.get(kind, []):
                # What it imports is there before the first file is measured.
                try: function(paths[0])
                except ModuleNotFoundError as error:
                    left_out.append(f"{name}: {error}"); continue
                except BaseException: pass
                for path in paths: results.setdefault(name, {})[path] = measured(in_python(function, path))
            for command in system.get(kind, []):
                if not shutil.which(command[0]):
                    left_out.append(f"{command[0]}: not installed"); continue
                for path in paths: results.setdefault(command[0], {})[path] = measured(in_system(command, path))
        json.dump({"results": results, "leftOut": sorted(set(left_out))}, sys.stdout)
        """#
}
