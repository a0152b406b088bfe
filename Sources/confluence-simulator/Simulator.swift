import ArgumentParser
import ConfluenceSimulator
import Dispatch
import Foundation

/// Runs a Confluence to practise on until it is told to stop.
@main
struct Simulator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confluence-simulator",
        abstract: "A Confluence on this machine, Cloud or Data Center, to try the connector with.",
        discussion: """
            Without --pages it shows the small sample site that comes with it. Control it at /_simulator: \
            GET requests, POST requests/reset, GET or POST edits, POST or DELETE faults, GET site, GET attachments.
            """)

    @Option(help: "Port on 127.0.0.1; 0 takes any free one.")
    var port = 8090

    @Flag(help: "The sample site, which is also the default.")
    var sample = false

    @Option(help: "A site in the sample's form, from this folder.")
    var folder: String?

    @Option(help: "A computed site of so many pages and blog posts.")
    var pages: Int?

    @Option(help: "Spaces of a computed site.")
    var spaces = 5

    @Option(help: "Files on each page and blog post of a computed site, 0 to 100, on average.")
    var attachmentsPerPage = 1.0 / 12

    @Option(help: "Another seed makes another computed site.")
    var seed: UInt64 = 1

    @Option(help: "Edits to apply first: a JSON list in a file, or - for standard input.")
    var edits: String?

    @Option(help: "cloud or datacenter.")
    var deployment = SimulatorOptions.Deployment.cloud

    @Option(help: "Data Center: context path, empty for none.")
    var contextPath = "/confluence"

    @Flag(help: "Data Center: without content/scan, as older servers.")
    var noScan = false

    @Flag(help: "Data Center: take the token as a personal access token only.")
    var noPasswords = false

    @Flag(help: "Data Center: take the token as a password only.")
    var noAccessTokens = false

    @Option(
        parsing: .singleValue,
        help: "A fault from the start, as JSON: {\"fault\":\"reset\",\"times\":3}. Can be given several times.")
    var fault: [Fault] = []

    @Option(help: "E-mail address to log in with.")
    var user = "connector@example.com"

    @Option(help: "API token to log in with.")
    var token = "simulator-token"

    @Option(help: "Seconds that the search index is behind.")
    var indexLag: Double = 0

    @Flag(help: "Print address and credentials as JSON.")
    var json = false

    func validate() throws {
        if sample, pages != nil || folder != nil {
            throw ValidationError("--sample goes with neither --pages nor --folder")
        }
        if pages != nil, folder != nil { throw ValidationError("--pages does not go with --folder") }
        if let pages, !(1...20_000_000).contains(pages) { throw ValidationError("--pages is 1 to 20000000") }
        if !(1...10_000).contains(spaces) { throw ValidationError("--spaces is 1 to 10000") }
        if !(0...100).contains(attachmentsPerPage) { throw ValidationError("--attachments-per-page is 0 to 100") }
        if !contextPath.isEmpty, !contextPath.hasPrefix("/") {
            throw ValidationError("--context-path is empty or begins with a slash")
        }
        if !(0...65_535).contains(port) { throw ValidationError("--port is 0 to 65535") }
        if !(0...86_400).contains(indexLag) { throw ValidationError("--index-lag is 0 to 86400") }
    }

    func run() async throws {
        var options = SimulatorOptions()
        options.deployment = deployment
        options.user = user
        options.token = token
        options.contextPath = contextPath
        options.hasScan = !noScan
        options.takesPasswords = !noPasswords
        options.takesAccessTokens = !noAccessTokens
        options.indexLag = .milliseconds(Int64(indexLag * 1000))
        let simulator = try await ConfluenceSimulator.start(site: content, port: port, options: options)
        for fault in fault { simulator.add(fault) }
        if let edits { try simulator.edit(try Self.readEdits(edits)) }
        // Not buffered: whoever started this reads the line through a pipe.
        FileHandle.standardOutput.write(Data((announcement(simulator.baseURL) + "\n").utf8))
        await Self.untilToldToStop()
        await simulator.stop()
    }

    private var content: ConfluenceSimulator.Content {
        if let folder { return .folder(folder) }
        return pages.map {
            .generated(pages: $0, spaces: spaces, seed: seed, attachmentsPerPage: attachmentsPerPage)
        } ?? .sample
    }

    private func announcement(_ address: String) -> String {
        guard json else { return "Confluence simulator at \(address), user \(user), token \(token)" }
        let members = [("url", address), ("user", user), ("token", token)].map { name, value in
            "\"\(name)\":\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
        }
        return "{\(members.joined(separator: ","))}"
    }

    private static func readEdits(_ name: String) throws -> [SiteEdit] {
        let data: Data
        if name == "-" {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            data = try Data(contentsOf: URL(fileURLWithPath: name))
        }
        return try JSONDecoder().decode([SiteEdit].self, from: data)
    }

    /// SIGTERM or SIGINT.
    private static func untilToldToStop() async {
        let (signals, continuation) = AsyncStream<Void>.makeStream()
        let sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        for await _ in signals { break }
        for source in sources { source.cancel() }
    }
}

extension SimulatorOptions.Deployment: ExpressibleByArgument {}

extension Fault: ExpressibleByArgument {
    package init?(argument: String) {
        guard let fault = try? JSONDecoder().decode(Fault.self, from: Data(argument.utf8)) else { return nil }
        self = fault
    }
}
