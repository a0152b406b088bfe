import RedisClient

/// What one call of `take.lua` asks for and tells.
struct QuotaCall {
    /// 0: none.
    var tokensNeeded = 0
    var tokensWanted = 0
    var slotsWanted: [String] = []
    var slotsBack: [String] = []
    var slotsHeld: [String] = []
    var pause: Duration?
    var isToSlow = false
    var isCrowded = false
    /// Tokens a second, as the host says.
    var ceiling: Double?

    /// A slot whose process died is free after this.
    static let slotLife = Duration.seconds(15)

    func arguments(_ limits: QuotaLimits, holder: String) -> [RedisArgument] {
        [
            RedisArgument(holder), RedisArgument("\(limits.rate)"), RedisArgument("\(limits.burst)"),
            RedisArgument(limits.concurrency), RedisArgument(tokensNeeded),
            RedisArgument(max(tokensNeeded, tokensWanted)), RedisArgument(Self.slotLife.milliseconds),
            RedisArgument(pause.map { "\($0.milliseconds)" } ?? ""),
            RedisArgument((isToSlow ? "s" : "") + (isCrowded ? "c" : "")),
            RedisArgument(ceiling.map { "\($0)" } ?? ""), RedisArgument(slotsWanted.count),
        ] + slotsWanted.map { RedisArgument($0) } + [RedisArgument(slotsBack.count)]
            + slotsBack.map { RedisArgument($0) } + slotsHeld.map { RedisArgument($0) }
    }
}

struct QuotaAnswer {
    var tokens: Int
    var slots: Int
    var wait: Duration
    var pause: Duration
    var holders: Int
    /// Others want slots and find none.
    var isContended: Bool
    var rate: Double
    var concurrency: Int

    init(_ reply: RESPValue) throws(QueueError) {
        let numbers = (reply.array ?? []).compactMap(\.int)
        guard numbers.count == 8 else {
            throw QueueError(.unexpectedReply, "script take: \(String(describing: reply).prefix(200))")
        }
        tokens = numbers[0]
        slots = numbers[1]
        wait = .milliseconds(numbers[2])
        pause = .milliseconds(numbers[3])
        holders = numbers[4]
        isContended = numbers[5] == 1
        rate = Double(numbers[6]) / 1000
        concurrency = numbers[7]
    }
}
