import TestSupport

/// Who is struck when: always the same for one seed.
struct CrashPlan {
    enum Kind: Sendable, CaseIterable {
        case killWorker, stallWorker, delayResult, edit, editByName, killCoordinator, killRedis, cancelOther
    }

    struct Blow: Sendable {
        let kind: Kind
        /// Of the pages that are done, when it falls.
        let share: Double
    }

    let blows: [Blow]

    init(seed: UInt64, isLong: Bool) {
        var random = SeededGenerator(state: seed)
        let numbers: KeyValuePairs<Kind, Int> =
            isLong
            ? [
                .killWorker: 40, .stallWorker: 10, .delayResult: 20, .edit: 20, .editByName: 30, .killCoordinator: 5,
                .killRedis: 5,
                .cancelOther: 1,
            ]
            : [
                .killWorker: 6, .stallWorker: 2, .delayResult: 3, .edit: 3, .editByName: 8, .killCoordinator: 1,
                .killRedis: 2,
                .cancelOther: 1,
            ]
        var blows: [Blow] = []
        for (kind, number) in numbers {
            // Feeds are read ten minutes back, and would bring whatever was lost of what was named before them.
            let time =
                switch kind {
                case .edit: 0.02...0.4
                case .editByName: 0.4...0.85
                default: 0.02...0.85
                }
            for _ in 0..<number { blows.append(Blow(kind: kind, share: .random(in: time, using: &random))) }
        }
        self.blows = blows.sorted { $0.share < $1.share }
    }
}
