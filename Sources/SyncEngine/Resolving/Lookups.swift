/// What a worker's batches have looked up, remembered for the next ones.
struct Lookups: Sendable {
    let people = People()
    let titles = PageTitles()
    let bodies = ShownBodies()
}
