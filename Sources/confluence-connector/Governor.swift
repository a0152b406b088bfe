import ConfluenceClient
import Crypto
import Foundation
import HTTPTransport
import JobQueue
import RedisClient
import Telemetry

/// The paces of this process: shared through Redis with all others, of whatever connector, that ask the same site or fill
/// the same sink.
struct Governor: Sendable {
    let redis: RedisClient
    let metrics: Metrics

    /// Data Center says nothing before it suffers, so its answers are timed.
    /// - Parameter deployment: `nil`: not known yet.
    func site(_ base: HTTPURL, _ deployment: Deployment?, _ limits: PaceState.Limits) -> any Pace {
        pace(
            QuotaOwner(.site, "\(base.host):\(base.port)"),
            QuotaLimits(limits, watchesLatency: deployment == .datacenter))
    }

    /// One budget for each key.
    func sink(_ address: HTTPURL, key: Secret, _ limits: PaceState.Limits) -> any Pace {
        let digest = SHA256.hash(data: Data("\(address.description)\n\(key.reveal())".utf8))
        let name = digest.prefix(12).map { String(format: "%02x", $0) }.joined()
        return pace(QuotaOwner(.sink, name), QuotaLimits(limits))
    }

    private func pace(_ owner: QuotaOwner, _ limits: QuotaLimits) -> any Pace {
        MeteredPace(
            RedisPace(redis: redis, owner: owner, limits: limits, holder: "\(processName())/\(owner.kind.rawValue)"),
            target: owner.kind == .sink ? "sink" : "confluence", metrics: metrics)
    }
}
