extension DirectorySink {
    package func finish() async throws(SinkError) {
    }
}
