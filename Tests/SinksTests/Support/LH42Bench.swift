import HTTPTransport
import LH42Simulator
import Sinks

/// A simulated LH42 and sinks that store there, as different processes would.
struct LH42Bench: Sendable {
    let simulator: LH42Simulator

    static func with(
        _ options: LH42Options = LH42Options(), _ body: (LH42Bench) async throws -> Void
    ) async throws {
        try await LH42Simulator.with(options) { try await body(LH42Bench(simulator: $0)) }
    }

    func sink(
        _ collection: LH42Collection = .none, key: String = "lh_test", path: String = "",
        _ change: (inout LH42Settings) -> Void = { _ in }
    ) throws -> LH42Sink {
        var settings = LH42Settings(
            address: try HTTPURL(simulator.url + path), key: Secret(key), collection: collection)
        // A busy machine must not make a test impatient.
        settings.patience = .seconds(86_400)
        change(&settings)
        return Self.sink(settings)
    }

    static func sink(_ settings: LH42Settings, _ transport: any HTTPTransport = transport) -> LH42Sink {
        let clock = FastClock()
        return LH42Sink(
            settings, transport: transport, pace: LocalPace(.lh42, clock: clock, jitter: { 0 }), clock: clock,
            jitter: { 0 })
    }

    static let transport: CurlTransport = {
        var settings = CurlTransport.Settings()
        settings.proxy = .none
        return CurlTransport(settings)
    }()

    /// Title and text by external id, of what a search finds; an external id that it finds twice comes as `TWICE`.
    var contents: [String: SinkUnderTest.Stored] {
        Dictionary(
            simulator.documents.filter { $0.status == "ready" }.map {
                ($0.externalID ?? "", SinkUnderTest.Stored(title: $0.title, text: $0.content))
            }, uniquingKeysWith: { _, _ in SinkUnderTest.Stored(title: "TWICE", text: "") })
    }
}
