import Foundation

/// What the simulated LH42 holds, and how it changes.
struct LH42State {
    var options: LH42Options
    var documents: [LH42StoredDocument] = []
    var collections: [LH42StoredCollection] = []
    var faults: [LH42Fault] = []
    var requests: [String: Int] = [:]
    var address = ""
    /// Requests so far.
    private(set) var clock = 0
    private var lastNumber = 0

    init(_ options: LH42Options) { self.options = options }

    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// Counts the request, and finds the trouble it gets into.
    mutating func arrived(_ call: String) -> LH42Fault.Kind? {
        clock += 1
        requests[call, default: 0] += 1
        let base = String(call.prefix { $0 != "?" })
        guard let index = faults.firstIndex(where: { $0.call == nil || $0.call == call || $0.call == base }) else {
            return nil
        }
        faults[index].times -= 1
        let kind = faults[index].kind
        if faults[index].times <= 0 { faults.remove(at: index) }
        return kind
    }

    mutating func create(_ body: LH42CreateBody) -> String {
        let number = nextNumber()
        let id = "doc_\(String(number, radix: 36))\(String((number &* 2_654_435_761) % 46_656, radix: 36))"
        documents.append(
            LH42StoredDocument(
                id: id, title: body.title, content: body.content, contentType: body.content_type ?? "text/plain",
                status: "pending", collectionID: body.collection_id, metadata: body.metadata ?? [:], number: number,
                createdAt: Date()))
        if case .instant = options.processing { end(documents.count - 1) }
        return id
    }

    mutating func settle(_ id: String, _ status: String) {
        guard let index = documents.firstIndex(where: { $0.id == id }) else { return }
        documents[index].status = status
        documents[index].readyAt = clock
    }

    mutating func processAll() {
        for index in documents.indices where ["pending", "processing"].contains(documents[index].status) { end(index) }
    }

    /// Somebody looks at these documents: time passes for them.
    mutating func looked(at indices: [Int]) {
        for index in indices where ["pending", "processing"].contains(documents[index].status) {
            documents[index].looks += 1
            switch options.processing {
            case .looks(let count) where documents[index].looks > count: end(index)
            case .milliseconds(let time) where -documents[index].createdAt.timeIntervalSinceNow * 1000 >= Double(time):
                end(index)
            default: documents[index].status = "processing"
            }
        }
    }

    private mutating func end(_ index: Int) {
        let document = documents[index]
        let rule = options.failing.first { document.title.contains($0.key) || document.content.contains($0.key) }
        documents[index].status = rule == nil ? "ready" : "failed"
        documents[index].processingError = rule?.value
        documents[index].readyAt = clock
    }

    func isSearchable(_ document: LH42StoredDocument) -> Bool {
        document.status == "ready" && document.readyAt + options.searchLag <= clock
    }
}
