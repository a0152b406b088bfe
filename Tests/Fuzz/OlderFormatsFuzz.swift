import AttachmentModel
import AttachmentReaders
import ContentTree
import MarkdownWriter

/// libFuzzer's entry: whatever follows the first byte, which chooses the reader, is read without a crash and within the
/// bound. Compile as the other fuzzers, with the sources of `AttachmentReaders` and what it stands on.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOlderFormats(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let kinds: [AttachmentKind] = [.html, .rtf, .eml, .msg, .doc, .xls, .ppt]
    guard let first = bytes.first, let reader = ReaderTable.reader(for: kinds[Int(first) % kinds.count]) else {
        return 0
    }
    let file = AttachmentFile(bytes: Array(bytes.dropFirst()))
    _ = CompoundFileVerdict(of: file)
    var written = 0
    var limits = ReadingLimits()
    limits.text = 1 << 20
    limits.nesting = 1
    let output = DocumentOutput { blocks in
        written += MarkdownWriter().write(ContentTree(blocks: blocks)).text.utf8.count
        return written < limits.text
    }
    try? reader.read(file, limits: limits, into: output)
    output.flush()
    return 0
}
