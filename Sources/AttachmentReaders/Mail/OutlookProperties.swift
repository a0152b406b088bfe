internal import CharacterSets

/// The properties of a message, a recipient or an attachment (Microsoft, "[MS-OXMSG]", §2.1 and §2.4).
struct OutlookProperties {
    /// Numbers of properties ("[MS-OXPROPS]").
    enum Name: Int {
        case messageClass = 0x001A
        case subject = 0x0037
        case submitTime = 0x0039
        case senderName = 0x0C1A
        case recipientType = 0x0C15
        case senderAddress = 0x0C1F
        case displayBcc = 0x0E02
        case displayCc = 0x0E03
        case displayTo = 0x0E04
        case deliveryTime = 0x0E06
        case body = 0x1000
        case richText = 0x1009
        case page = 0x1013
        case displayName = 0x3001
        case address = 0x3003
        case data = 0x3701
        case shortFileName = 0x3704
        case fileName = 0x3707
        case mediaType = 0x370E
        case smtpAddress = 0x39FE
        case internetCodePage = 0x3FDE
        case messageCodePage = 0x3FFD
        case senderSMTPAddress = 0x5D01
        case isHidden = 0x7FFE
    }

    private let file: CompoundFile
    private let storage: CompoundFile.Entry
    /// Values that fit into eight bytes.
    private var values: [Int: UInt64] = [:]
    /// Of texts that are not in Unicode.
    var characterSet = CharacterSet.windows1252

    /// - Parameter headerSize: bytes before the first value, which differ for messages and what is in them.
    init(_ file: CompoundFile, _ storage: CompoundFile.Entry, headerSize: Int) {
        self.file = file
        self.storage = storage
        guard let entry = file.entry("__properties_version1.0", in: storage) else { return }
        let bytes = file.bytes(of: entry, limit: 1 << 20)
        for offset in stride(from: headerSize, to: bytes.count - 15, by: 16) {
            values[bytes.uint16(at: offset + 2)] = bytes.uint64(at: offset + 8)
        }
    }

    func number(_ name: Name) -> Int? { values[name.rawValue].map { Int(truncatingIfNeeded: $0 & 0xFFFF_FFFF) } }

    /// Tenths of microseconds since 1601.
    func time(_ name: Name) -> UInt64? { values[name.rawValue].flatMap { $0 == 0 ? nil : $0 } }

    func bytes(_ name: Name, limit: Int) -> [UInt8]? { stream(name, type: 0x0102, limit: limit) }

    /// As UTF-8.
    func text(_ name: Name, limit: Int = 64 << 10) -> [UInt8]? {
        if let wide = stream(name, type: 0x001F, limit: limit) { return CharacterSet.utf16LittleEndian.decode(wide) }
        return stream(name, type: 0x001E, limit: limit).map { characterSet.decode($0) }
    }

    /// On one line; `nil` when there is nothing.
    func line(_ name: Name) -> String? {
        guard let text = text(name) else { return nil }
        let line = String(decoding: text.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
        let words = line.split(separator: " ").joined(separator: " ")
        return words.isEmpty ? nil : words
    }

    private func stream(_ name: Name, type: Int, limit: Int) -> [UInt8]? {
        let digits = hex(name.rawValue) + hex(type)
        guard let entry = file.entry("__substg1.0_\(digits)", in: storage), !entry.isStorage else { return nil }
        return file.bytes(of: entry, limit: limit)
    }

    private func hex(_ number: Int) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
