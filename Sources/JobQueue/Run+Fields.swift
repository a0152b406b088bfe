extension Run {
    /// The fields of the run's hash but for its cursors, `cur:PHASE:SPACE`.
    static let plainFields =
        [
            "mode", "class", "force", "spaces", "lane", "source", "traceparent", "state", "reason", "sweep",
            "closed", "followed", "created", "started", "finished", "pending", "pushed", "patched", "unchanged",
            "skipped", "deleted", "dead", "held", "errors", "warnings", "requests:confluence", "requests:sink",
            "points", "bytes:downloaded", "bytes:pushed",
        ] + (1...20).map { "err:\($0)" }

    /// `nil` when the fields are no run.
    init?(id: RunID, fields: [String: String]) {
        func number(_ name: String) -> Int { fields.number(name) ?? 0 }
        guard let mode = fields["mode"].flatMap({ RunMode(rawValue: $0) }),
            let runClass = fields["class"].flatMap({ RunClass(rawValue: $0) }),
            let state = fields["state"].flatMap({ RunState(rawValue: $0) })
        else { return nil }
        self.init(
            id: id, mode: mode, runClass: runClass, force: fields["force"] == "1",
            spaces: (fields["spaces"] ?? "").split(separator: ",").map(String.init),
            lane: Lane(rawValue: number("lane")) ?? .scheduled, source: fields["source"] ?? "",
            traceParent: fields["traceparent"], state: state,
            reason: fields["reason"], sweep: fields["sweep"].flatMap { UInt16($0) }, isClosed: fields["closed"] == "1",
            isFollowed: fields["followed"] == "1",
            createdAt: number("created"), startedAt: fields.number("started"),
            finishedAt: fields.number("finished"), pending: number("pending"),
            counts: RunCounts(fields), usage: RunUsage(fields), warnings: number("warnings"),
            errorCount: number("errors"), errors: (1...20).compactMap { fields["err:\($0)"].flatMap(RunError.init) },
            cursors: [:])
        for (name, value) in fields where name.hasPrefix("cur:") { cursors[String(name.dropFirst(4))] = value }
    }
}

extension [String: String] {
    /// Within bounds that leave room to reckon with: whoever writes to Redis may write anything.
    fileprivate func number(_ name: String) -> Int? {
        self[name].flatMap { Int($0) }.map { Swift.min(Swift.max($0, -1 << 50), 1 << 50) }
    }
}

extension RunCounts {
    init(_ fields: [String: String]) {
        func number(_ name: String) -> Int { fields.number(name) ?? 0 }
        pushed = number("pushed")
        patched = number("patched")
        unchanged = number("unchanged")
        skipped = number("skipped")
        deleted = number("deleted")
        dead = number("dead")
        held = number("held")
    }
}

extension RunUsage {
    init(_ fields: [String: String]) {
        func number(_ name: String) -> Int { fields.number(name) ?? 0 }
        self.init(
            confluenceRequests: number("requests:confluence"), sinkRequests: number("requests:sink"),
            points: number("points"), bytesDownloaded: number("bytes:downloaded"),
            bytesPushed: number("bytes:pushed"))
    }
}

extension RunError {
    /// `object|stage|code|message`
    init?(_ sample: String) {
        let parts = sample.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { return nil }
        self.init(object: parts[0], stage: parts[1], code: parts[2], message: parts[3])
    }
}
