import MarkdownWriter
import StorageFormat

/// libFuzzer's entry: any bytes convert without a crash and within the bound. Not part of the package, since libFuzzer
/// brings its own `main`; compile the sources of the three targets and this file with `-sanitize=fuzzer,address`.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStorageFormat(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let document = try? StorageFormatReader().read(bytes) else { return 0 }
    let markdown = MarkdownWriter().write(document.tree).text
    precondition(markdown.utf8.count <= 20 * size + (1 << 20) + 4_096)
    return 0
}
