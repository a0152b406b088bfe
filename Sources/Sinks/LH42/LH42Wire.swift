internal import HTTPTransport

/// One key's way to LH42: address, pace, repeats and reading in one place.
struct LH42Wire: Sendable {
    let key: Secret
    let timeout: Duration
    let transport: any HTTPTransport
    let pace: any Pace
    let time: Timekeeper
    /// From 0 to 1.
    let jitter: @Sendable () -> Double
    private let base: Remembered<HTTPURL>

    init(
        _ settings: LH42Settings, transport: any HTTPTransport, pace: any Pace, clock: any Clock<Duration>,
        jitter: @escaping @Sendable () -> Double
    ) {
        key = settings.key
        timeout = settings.timeout
        self.transport = transport
        self.pace = pace
        time = Timekeeper(clock)
        self.jitter = jitter
        let prefix = LH42Prefix(
            address: settings.address, key: settings.key, timeout: settings.timeout, transport: transport, pace: pace,
            time: time)
        base = Remembered { () throws(LH42Failure) in try await prefix.find() }
    }

    /// - Parameter path: below the prefix, starting with a slash, its ids checked.
    /// - Throws: any failure; transient ones at once when the call must not be repeated.
    func send(
        _ method: HTTPMethod, _ path: String, query: [(name: String, value: String)] = [],
        body: (() -> [UInt8])? = nil, isRepeatable: Bool
    ) async throws(LH42Failure) -> HTTPResponse {
        var request = HTTPRequest(
            method, try await address().appending(path: path).adding(query), headers: ["Accept": "application/json"],
            authorization: Secret("Bearer \(key.reveal())"), deadlines: .init(total: timeout),
            redirects: .returned, isRepeatable: isRepeatable)
        if body != nil { request.headers["Content-Type"] = "application/json" }
        var failures = 0
        while true {
            do throws(LH42Failure) {
                return try await LH42Turn(transport: transport, pace: pace, time: time).send(request, body: body)
            } catch {
                failures += 1
                let mayRepeat = error.kind == .throttled ? failures < 6 : isRepeatable && error.isTransient
                guard mayRepeat, error.kind == .throttled || failures < 3 else { throw hidingKey(error) }
                // The pace waits for what a 429 asks for.
                if error.kind != .throttled { try await rest(after: failures) }
            }
        }
    }

    /// Where the paths begin.
    private func address() async throws(LH42Failure) -> HTTPURL {
        do throws(LH42Failure) { return try await base.value() } catch { throw hidingKey(error) }
    }

    func read<Value: Decodable>(
        _ type: Value.Type, _ method: HTTPMethod = .get, _ path: String, query: [(name: String, value: String)] = [],
        body: (() -> [UInt8])? = nil
    ) async throws(LH42Failure) -> Value {
        try LH42Answer.read(
            type, from: try await send(method, path, query: query, body: body, isRepeatable: true))
    }

    /// Half a second after the first failure, twice as long after each further one, and a little more by chance.
    func rest(after failures: Int) async throws(LH42Failure) {
        try await rest(.milliseconds(500) * (1 << min(failures - 1, 6)) * (1 + jitter() / 2))
    }

    func rest(_ wait: Duration) async throws(LH42Failure) {
        do { try await time.sleep(wait) } catch { throw .cancelled }
    }

    /// Whatever is at the other end may repeat what we sent.
    private func hidingKey(_ failure: LH42Failure) -> LH42Failure {
        var failure = failure
        if !key.isEmpty { failure.message = failure.message.split(separator: key.reveal()).joined(separator: "***") }
        return failure
    }
}
