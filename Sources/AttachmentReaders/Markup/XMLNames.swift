internal import CLibXML2

/// Numbers for the names of elements and attributes. libxml2 keeps one copy of each name of a document, so its address
/// is enough to know it again.
struct XMLNames {
    private struct Slot {
        var local: UnsafePointer<xmlChar>?
        var space: UnsafePointer<xmlChar>?
        var number: Int32 = 0
    }

    /// `w:p`; without a namespace, the plain name; `?:p` in a namespace that nobody here reads.
    private(set) var spelled: [String] = []
    private var slots = [Slot](repeating: Slot(), count: 512)
    private var used = 0
    private var prefixes: [UnsafePointer<xmlChar>: String] = [:]

    /// - Parameters:
    ///   - prefix: as the document writes it; counts only where it is not declared.
    ///   - space: the namespace's address.
    mutating func number(
        _ local: UnsafePointer<xmlChar>, prefix: UnsafePointer<xmlChar>?, space: UnsafePointer<xmlChar>?
    ) -> Int32 {
        let space = space ?? prefix
        var place = Self.hash(local, space) & (slots.count - 1)
        while let known = slots[place].local {
            if known == local, slots[place].space == space { return slots[place].number }
            place = (place + 1) & (slots.count - 1)
        }
        let number = Int32(truncatingIfNeeded: spelled.count)
        spelled.append(spelling(local, space, isPrefix: space == prefix))
        slots[place] = Slot(local: local, space: space, number: number)
        used += 1
        if used * 2 > slots.count { grow() }
        return number
    }

    private mutating func spelling(
        _ local: UnsafePointer<xmlChar>, _ space: UnsafePointer<xmlChar>?, isPrefix: Bool
    ) -> String {
        let name = String(decodingCString: local, as: UTF8.self)
        guard let space else { return name }
        if let known = prefixes[space] { return known + name }
        let address = String(decodingCString: space, as: UTF8.self)
        let prefix = (isPrefix ? address : XMLNamespace.prefix(of: address) ?? "?") + ":"
        prefixes[space] = prefix
        return prefix + name
    }

    private static func hash(_ local: UnsafePointer<xmlChar>, _ space: UnsafePointer<xmlChar>?) -> Int {
        let mixed = UInt(bitPattern: local) &* 31 &+ UInt(bitPattern: space) &* 7
        return Int(truncatingIfNeeded: (mixed >> 3 ^ mixed >> 13) & UInt(Int32.max))
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        for slot in old {
            guard let local = slot.local else { continue }
            var place = Self.hash(local, slot.space) & (slots.count - 1)
            while slots[place].local != nil { place = (place + 1) & (slots.count - 1) }
            slots[place] = slot
        }
    }
}
