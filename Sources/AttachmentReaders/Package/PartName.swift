/// Names of the files in a package. Writers differ in case, slashes and absolute paths: they are compared in one form.
enum PartName {
    /// Lower case in ASCII, `/` between folders, no `.` and `..`.
    /// - Returns: `nil` for a name that leaves the package, or is none.
    static func normalized(_ name: String) -> String? {
        var folders: [Substring] = []
        let isBackslashed = name.utf8.contains(UInt8(ascii: "\\"))
        let slashed = isBackslashed ? String(decoding: name.utf8.map { $0 == 0x5C ? 0x2F : $0 }, as: UTF8.self) : name
        for folder in slashed.split(separator: "/") where folder != "." {
            if folder == ".." {
                guard !folders.isEmpty else { return nil }
                folders.removeLast()
            } else {
                folders.append(folder)
            }
        }
        guard !folders.isEmpty else { return nil }
        return lowercased(folders.joined(separator: "/"))
    }

    /// The part that `target` means in a relationship of the part `source`.
    static func resolved(_ target: String, from source: String) -> String? {
        if target.utf8.first == UInt8(ascii: "/") || target.utf8.first == UInt8(ascii: "\\") {
            return normalized(target)
        }
        return normalized(folder(of: source) + target)
    }

    /// Empty, or with a slash at its end.
    static func folder(of name: String) -> String {
        guard let slash = name.lastIndex(of: "/") else { return "" }
        return String(name[...slash])
    }

    /// `chapter%201.xhtml` → `chapter 1.xhtml`
    static func percentDecoded(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "%")) else { return name }
        var decoded: [UInt8] = []
        var rest = Array(name.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), rest.count >= 2, let value = UInt8(digits, radix: 16) {
                decoded.append(value)
                rest = rest.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    static func lowercased(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return name }
        return String(decoding: name.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
