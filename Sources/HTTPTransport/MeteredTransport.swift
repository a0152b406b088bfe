/// Counts on its way what another transport carries: one meter for Confluence and one for the sink over one wire.
package struct MeteredTransport: HTTPTransport {
    package let wire: any HTTPTransport
    package let meter: TransportMeter

    package init(_ wire: any HTTPTransport, meter: TransportMeter) {
        self.wire = wire
        self.meter = meter
    }

    package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        do throws(HTTPError) {
            let response = try await wire.send(request)
            meter.add(response)
            return response
        } catch {
            meter.addFailure()
            throw error
        }
    }
}
