/// What a process says of itself at its health door.
package struct Health: Sendable {
    /// Whether it turns; otherwise a sentence on what hangs. Never asks anybody else: a Redis that is away is no reason to
    /// restart this.
    package var trouble: @Sendable () -> String?
    /// Whether it can do its work now; otherwise a sentence on what it lacks.
    package var hindrance: @Sendable () async -> String?
    /// In the Prometheus text format.
    package var metrics: @Sendable () async -> String

    package init(
        trouble: @escaping @Sendable () -> String?, hindrance: @escaping @Sendable () async -> String?,
        metrics: @escaping @Sendable () async -> String
    ) {
        self.trouble = trouble
        self.hindrance = hindrance
        self.metrics = metrics
    }
}

struct HealthAnswer: Sendable {
    var status: Int
    var contentType = "text/plain; charset=utf-8"
    var body: String
}

extension Health {
    /// `GET` and `HEAD` of `/livez`, `/readyz` and `/metrics`; everything else is refused by name.
    func answer(method: String, target: String) async -> HealthAnswer {
        let path = target.prefix { $0 != "?" }
        guard ["/livez", "/readyz", "/metrics"].contains(path) else {
            return HealthAnswer(status: 404, body: "there are /livez, /readyz and /metrics\n")
        }
        guard method == "GET" || method == "HEAD" else { return HealthAnswer(status: 405, body: "only GET and HEAD\n") }
        switch path {
        case "/livez": return Self.answer(trouble())
        case "/readyz":
            if let trouble = trouble() { return Self.answer(trouble) }
            return Self.answer(await hindrance())
        default:
            return HealthAnswer(
                status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8", body: await metrics())
        }
    }

    private static func answer(_ complaint: String?) -> HealthAnswer {
        HealthAnswer(status: complaint == nil ? 200 : 503, body: (complaint ?? "ok") + "\n")
    }
}
