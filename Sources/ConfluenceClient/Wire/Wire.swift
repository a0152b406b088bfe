import HTTPTransport

/// One connection's way to Confluence: address, credentials, pace, deadlines and counting in one place.
struct Wire: Sendable {
    let site: ConfluenceSite
    let credentials: ConfluenceCredentials
    var transport: MeteredTransport
    let pace: any Pace
    let timeout: Duration
    let time: Timekeeper

    var meter: TransportMeter { transport.meter }

    init(
        site: ConfluenceSite, credentials: ConfluenceCredentials, transport: any HTTPTransport, pace: any Pace,
        meter: TransportMeter, timeout: Duration, clock: any Clock<Duration>
    ) {
        self.site = site
        self.credentials = credentials
        self.transport = MeteredTransport(transport, meter: meter)
        self.pace = pace
        self.timeout = timeout
        time = Timekeeper(clock)
    }

    func counting(into meter: TransportMeter) -> Wire {
        var copy = self
        copy.transport = MeteredTransport(transport.wire, meter: meter)
        return copy
    }
}
