/// Gives a pdf whose end is lost a new one, so that readers find its first object. They find the others by themselves.
package enum PDFRepair {
    private static let catalog = Array("/Catalog".utf8)
    private static let object = Array("obj".utf8)
    private static let reach = 4_096

    /// - Returns: what is to stand behind the file's last byte; `nil` where it has no catalog (ISO 32000-1, 7.7.2).
    package static func ending(for file: AttachmentFile) -> [UInt8]? {
        file.withBytes { bytes -> [UInt8]? in
            var end = bytes.count
            // The last one counts: files grow by appending.
            while let slash = bytes[..<end].lastIndex(of: UInt8(ascii: "/")) {
                if bytes[slash...].starts(with: catalog), let reference = reference(bytes, before: slash) {
                    return Array("\ntrailer\n<< /Root \(reference) R >>\nstartxref\n0\n%%EOF\n".utf8)
                }
                end = slash
            }
            return nil
        }
    }

    /// Number and generation of the object that holds this place.
    private static func reference(_ bytes: UnsafeRawBufferPointer, before place: Int) -> String? {
        let start = max(0, place - reach)
        let text = [UInt8](bytes[start..<place])
        guard let word = text.ranges(of: object).last else { return nil }
        let numbers = text[..<word.lowerBound].split(omittingEmptySubsequences: true) { $0 <= 0x20 }.suffix(2)
        guard numbers.count == 2, let generation = number(numbers.last), let number = number(numbers.first) else {
            return nil
        }
        return "\(number) \(generation)"
    }

    private static func number(_ digits: ArraySlice<UInt8>?) -> Int? {
        guard let digits, !digits.isEmpty, digits.count <= 10, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
