import ArgumentParser

@main
struct Benchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measures the connector beside its peers and limits.",
        subcommands: [SyncBenchmark.self, Conversion.self], defaultSubcommand: SyncBenchmark.self)
}
