import Foundation
import Synchronization

extension Core {
    /// Requests below `/_simulator`: counters, edits, faults, and the truth about the site. No credentials are asked for;
    /// the server listens on the loopback interface only.
    func control(_ request: Request) -> Response {
        switch (request.method, request.segments.dropFirst().joined(separator: "/")) {
        case ("GET", "requests"): return .json(counters.json)
        case ("POST", "requests/reset"), ("DELETE", "requests"):
            resetCounters()
            return .json(counters.json)
        case ("GET", "edits"): return encoded(edits)
        case ("POST", "edits"): return posted(request) { (list: [SiteEdit]) in ["ids": .strings(try self.edit(list))] }
        case ("POST", "faults"):
            return posted(request) { (list: [Fault]) in
                for fault in list { self.add(fault) }
                return ["faults": .int(list.count)]
            }
        case ("DELETE", "faults"):
            clearFaults()
            return .json(["faults": 0])
        case ("GET", "site"):
            let iterator = Mutex(pages.makeIterator())
            return lines { iterator.withLock { $0.next()?.json } }
        case ("GET", "attachments"):
            let iterator = Mutex(attachments.makeIterator())
            return lines { iterator.withLock { $0.next()?.json } }
        default: return .json(["error": "unknown control request"], status: 404)
        }
    }

    /// One object a line, as they are computed.
    private func lines(_ next: @escaping @Sendable () -> JSON?) -> Response {
        Response(
            status: 200, headers: [("Content-Type", "application/x-ndjson")],
            body: .stream(length: nil) {
                var lines: [UInt8] = []
                while lines.count < 64 * 1024, let object = next() {
                    object.write(into: &lines)
                    lines.append(UInt8(ascii: "\n"))
                }
                return lines.isEmpty ? nil : lines
            })
    }

    /// A JSON list, or one object for a list of one.
    private func posted<Element: Decodable>(_ request: Request, _ act: ([Element]) throws -> JSON) -> Response {
        let data = Data(request.body)
        do {
            let list: [Element]
            if request.body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
                list = [try JSONDecoder().decode(Element.self, from: data)]
            } else {
                list = try JSONDecoder().decode([Element].self, from: data)
            }
            return .json(try act(list))
        } catch {
            return .json(["error": .string("\(error)")], status: 400)
        }
    }

    private func encoded(_ value: some Encodable) -> Response {
        do {
            let data = try JSONEncoder().encode(value)
            return Response(status: 200, headers: [("Content-Type", "application/json")], body: .bytes(Array(data)))
        } catch {
            return .json(["error": .string("\(error)")], status: 500)
        }
    }
}
