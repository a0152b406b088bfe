import MarkdownWriter
import StorageFormat

/// libFuzzer's entry. Not part of the package, since libFuzzer brings its own `main`: `Tests/Fuzz/storage-format` builds it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStorageFormat(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let document = try? StorageFormatReader().read(bytes) else { return 0 }
    let markdown = MarkdownWriter().write(document.tree).text
    precondition(markdown.utf8.count <= 20 * size + (1 << 20) + 4_096)
    precondition(!markdown.utf8.contains(0x0D))
    return 0
}
