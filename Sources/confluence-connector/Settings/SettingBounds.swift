/// What numbers may be set to, by a person or by what is stored in Redis.
enum SettingBounds {
    static let timeoutSeconds = 0.1...86_400.0
    static let requestsPerSecond = 1...10_000
    static let concurrency = 1...1000
    static let lh42RequestsPerMinute = 1...1_000_000
    static let fileBytes = 1...(1 << 40)
    /// `extractor` takes no more.
    static let textBytes = 1...(1 << 30)
}
