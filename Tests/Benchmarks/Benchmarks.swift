import ArgumentParser

@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measures the connector beside its peers and limits.",
        subcommands: [SyncBenchmark.self, Conversion.self, ExtractionBenchmark.self, QueueBenchmark.self],
        defaultSubcommand: SyncBenchmark.self)
}
