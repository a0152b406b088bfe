// swift-tools-version: 6.1
import PackageDescription

// Read from the bottom up: values, the two wires, the stations, the engine, the door.
// A target imports only what stands below it; stations do not import each other.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")

func station(
    _ name: String, _ dependencies: [Target.Dependency], path: String? = nil, resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: dependencies, path: path, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "confluence-connector",
    products: [
        .executable(name: "confluence-connector", targets: ["confluence-connector"]),
        .executable(name: "confluence-simulator", targets: ["confluence-simulator"]),
        .executable(name: "extractor", targets: ["extractor"]),
        .executable(name: "confine", targets: ["confine"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The door
        .executableTarget(
            name: "confluence-connector",
            dependencies: [
                "ConnectorAPI", "SyncEngine", "ConfluenceClient", "StorageFormat", "MarkdownWriter", "TextExtraction",
                "JobQueue", "SyncState", "Sinks", "HTTPTransport", "RedisClient", "ConfluenceModel", "AttachmentModel",
                "ContentTree", "Telemetry", log, "Yams",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings),

        station(
            "ConnectorAPI",
            [
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),

        // The line
        station(
            "SyncEngine",
            [
                "ConfluenceClient", "StorageFormat", "MarkdownWriter", "TextExtraction", "JobQueue", "SyncState",
                "Sinks", "HTTPTransport", "RedisClient", "ConfluenceModel", "AttachmentModel", "ContentTree",
                "Telemetry", log,
                .product(name: "Crypto", package: "swift-crypto"),
            ]),

        // Stations
        station("ConfluenceClient", ["HTTPTransport", "ConfluenceModel", "Telemetry", log]),
        station("StorageFormat", ["ContentTree"]),
        station("MarkdownWriter", ["ContentTree"]),
        station("TextExtraction", ["HTTPTransport", "AttachmentModel"]),
        station(
            "JobQueue", ["RedisClient", "HTTPTransport", "ConfluenceModel", "Telemetry", log],
            resources: [.embedInCode("Scripts")]),
        station(
            "SyncState",
            [
                "RedisClient", "ConfluenceModel", "Telemetry", log,
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        station("Sinks", ["HTTPTransport", "ConfluenceModel", "Telemetry", log]),

        // Wires
        station("HTTPTransport", ["CShims", "CCurl", "Telemetry", log]),
        station(
            "RedisClient",
            [
                "CHiredis", log,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),

        // Values
        station("ConfluenceModel", []),
        station("AttachmentModel", []),
        station("ContentTree", []),
        station("Telemetry", [log]),

        // C
        .target(name: "CShims", dependencies: ["CCurl"]),
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CLibZip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CUchardet", providers: [.apt(["libuchardet-dev"])]),
        .target(name: "CCharacterSets", linkerSettings: [.linkedLibrary("icuuc")]),
        .target(name: "CSandbox"),

        // Beside the line: one file in, markdown out, in a child process that may do nothing else
        .executableTarget(
            name: "extractor",
            dependencies: ["AttachmentReaders", "MarkdownWriter", "ContentTree", "AttachmentModel", "CSandbox"],
            swiftSettings: settings),
        .executableTarget(name: "confine", dependencies: ["CSandbox"]),
        station(
            "AttachmentReaders",
            [
                "HTMLText", "MarkdownWriter", "ContentTree", "CharacterSets", "AttachmentModel", "CLibXML2", "CLibZip",
            ]),
        station("HTMLText", ["CharacterSets", "ContentTree", "CLibXML2"]),
        station("CharacterSets", ["CCharacterSets", "CUchardet"]),

        // Beside the line: a Confluence to practise on
        .executableTarget(
            name: "confluence-simulator",
            dependencies: ["ConfluenceSimulator", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings),
        station(
            "ConfluenceSimulator",
            [
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            resources: [.copy("SampleSite")]),

        // Proof
        station("TestSupport", [], path: "Tests/TestSupport"),
        tests(
            "RedisClientTests",
            [
                "RedisClient", "TestSupport", log,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        tests(
            "JobQueueTests",
            ["JobQueue", "SyncState", "RedisClient", "HTTPTransport", "ConfluenceModel", "TestSupport", log]),
        tests("TelemetryTests", ["Telemetry"]),
        tests("ConnectorAPITests", ["ConnectorAPI", "HTTPTransport"]),
        tests("SyncStateTests", ["SyncState", "RedisClient", "ConfluenceModel", "TestSupport", log]),
        tests("HTTPTransportTests", ["HTTPTransport", "TestSupport"]),
        tests("ConfluenceClientTests", ["ConfluenceClient", "HTTPTransport", "ConfluenceModel"]),
        tests("StorageFormatTests", ["StorageFormat", "MarkdownWriter", "ContentTree"]),
        tests("HTMLTextTests", ["HTMLText", "CharacterSets", "MarkdownWriter", "ContentTree"]),
        tests("CharacterSetsTests", ["CharacterSets"]),
        tests(
            "AttachmentReadersTests",
            ["AttachmentReaders", "HTMLText", "MarkdownWriter", "ContentTree", "AttachmentModel", "TestSupport"]),
        .executableTarget(name: "sandbox-probe", path: "Tests/SandboxProbe"),
        tests(
            "TextExtractionTests",
            [
                "TextExtraction", "HTTPTransport", "AttachmentModel", "extractor", "confine", "sandbox-probe",
                "TestSupport",
            ]),
        tests("MarkdownWriterTests", ["MarkdownWriter", "ContentTree"]),
        station(
            "LH42Simulator",
            [
                "ConfluenceSimulator",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ], path: "Tests/LH42Simulator"),
        tests("SinksTests", ["Sinks", "HTTPTransport", "LH42Simulator", "TestSupport"]),
        tests("ConfluenceSimulatorTests", ["ConfluenceSimulator"]),
        tests(
            "SyncEngineTests",
            [
                "SyncEngine", "ConfluenceClient", "StorageFormat", "JobQueue", "SyncState", "Sinks", "HTTPTransport",
                "RedisClient", "ConfluenceModel", "AttachmentModel", "TextExtraction", "ConfluenceSimulator",
                "TestSupport", log,
            ]),
        tests(
            "EndToEndTests",
            ["ConfluenceSimulator", "LH42Simulator", "SyncState", "RedisClient", "TestSupport", "Yams", log]),
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "StorageFormat", "MarkdownWriter", "TextExtraction", "AttachmentModel", "JobQueue", "SyncState",
                "RedisClient", "ConfluenceModel", "TestSupport", log,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Benchmarks",
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
