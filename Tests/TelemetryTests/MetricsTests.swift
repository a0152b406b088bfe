import Telemetry
import Testing

/// Expectations from https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
@Suite("Figures in the Prometheus text format")
struct MetricsTests {
    @Test("counters and gauges stand with their help, type and labels")
    func plain() {
        let metrics = Metrics()
        metrics.add(.jobsFinished, 2, ["kind": "page", "result": "done"])
        metrics.add(.jobsFinished, 1, ["kind": "page", "result": "done"])
        metrics.set(.queueDead, 1.5, ["connector": "a"])
        #expect(
            metrics.text == """
                # HELP confluence_connector_jobs_finished_total Jobs that left a worker, by kind and result: done, again, retry, throttled, dead, stale.
                # TYPE confluence_connector_jobs_finished_total counter
                confluence_connector_jobs_finished_total{kind="page",result="done"} 3
                # HELP confluence_connector_queue_dead_jobs Dead letters by reason.
                # TYPE confluence_connector_queue_dead_jobs gauge
                confluence_connector_queue_dead_jobs{connector="a"} 1.5

                """)
    }

    @Test("the buckets of a histogram add up, and end in +Inf, sum and count")
    func histogram() {
        let metrics = Metrics()
        metrics.observe(.claimSize, 1)
        metrics.observe(.claimSize, 20, times: 3)
        metrics.observe(.claimSize, 1_000)
        let lines = metrics.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            lines == [
                #"confluence_connector_claim_batch_size_bucket{le="1"} 1"#,
                #"confluence_connector_claim_batch_size_bucket{le="5"} 1"#,
                #"confluence_connector_claim_batch_size_bucket{le="10"} 1"#,
                #"confluence_connector_claim_batch_size_bucket{le="20"} 4"#,
                #"confluence_connector_claim_batch_size_bucket{le="50"} 4"#,
                #"confluence_connector_claim_batch_size_bucket{le="100"} 4"#,
                #"confluence_connector_claim_batch_size_bucket{le="250"} 4"#,
                #"confluence_connector_claim_batch_size_bucket{le="+Inf"} 5"#,
                "confluence_connector_claim_batch_size_sum 1061", "confluence_connector_claim_batch_size_count 5",
            ])
    }

    @Test("what stands in labels cannot end them, and does not multiply without bound")
    func hostileLabels() {
        let metrics = Metrics()
        metrics.set(.queueDead, 1, ["connector": "a\"} 1\nx \\ \u{7}"])
        #expect(metrics.text.hasSuffix(#"{connector="a\"} 1\nx \\ "} 1"# + "\n"))
        for number in 0..<1_000 { metrics.add(.inboxRejected, 1, ["field": "\(number)"]) }
        #expect(metrics.text.split(separator: "\n").count { $0.contains("inbox_rejected_total{") } == 200)
    }

    @Test("numbers that are none are left out")
    func noNumbers() {
        let metrics = Metrics()
        metrics.add(.leasesLost, .nan)
        metrics.add(.leasesLost, -1)
        metrics.observe(.jobWait, Double.infinity)
        metrics.set(.workers, .infinity)
        #expect(metrics.text.contains("confluence_connector_workers 0\n"))
        #expect(!metrics.text.contains("leases_lost") && !metrics.text.contains("job_wait"))
    }

    @Test("names follow the rules of their kinds, and none comes twice")
    func names() {
        #expect(Set(Metric.all.map(\.name)).count == Metric.all.count)
        for metric in Metric.all {
            #expect(metric.name.hasPrefix("confluence_connector_"))
            #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter), "\(metric.name)")
            #expect(metric.bounds == metric.bounds.sorted() && Set(metric.bounds).count == metric.bounds.count)
            #expect(metric.bounds.isEmpty == (metric.kind != .histogram), "\(metric.name)")
        }
    }

    @Test("a call that is out shows its age, and is forgotten when it is back")
    func pulse() async {
        let pulse = Pulse()
        #expect(pulse.oldestCall == .zero)
        await pulse.watching { #expect(pulse.oldestCall > .zero) }
        #expect(pulse.oldestCall == .zero)
    }
}
