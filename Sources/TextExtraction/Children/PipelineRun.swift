internal import Glibc

/// A pipeline that has been started. Owned by the driver's thread.
final class PipelineRun {
    private struct Process {
        let id: pid_t
        var isGone = false
        /// -1 when it has ended.
        var complaints: Int32
    }

    private let pipeline: Pipeline
    private let deadline: ContinuousClock.Instant
    private var processes: [Process] = []
    /// -1 when it has ended.
    private var output: Int32 = -1
    private(set) var result: PipelineResult
    private static let complaintLimit = 65_536

    init(_ pipeline: Pipeline, now: ContinuousClock.Instant) {
        self.pipeline = pipeline
        deadline = now + pipeline.wallClock
        result = PipelineResult(stages: Array(repeating: .init(), count: pipeline.stages.count))
        start()
    }

    deinit { closeAll() }

    /// Everything that was started is gone, and what it wrote is read.
    var hasEnded: Bool { processes.allSatisfy(\.isGone) }

    /// Which descriptors to watch.
    var descriptors: [Int32] { ([output] + processes.map(\.complaints)).filter { $0 >= 0 } }

    /// Until when to wait if nothing happens.
    func patience(now: ContinuousClock.Instant) -> Duration {
        // Ended, or as good as: only the kernel's word is missing.
        if descriptors.isEmpty || result.isOutOfTime { return .milliseconds(1) }
        return min(max(deadline - now, .zero), .milliseconds(500))
    }

    private func start() {
        lseek(pipeline.input, 0, SEEK_SET)
        output = pipeline.input
        for arguments in pipeline.stages {
            let before = output
            output = -1
            defer { if before != pipeline.input { close(before) } }
            guard var complaints = Pipe(), var next = Pipe() else { return fail(errno) }
            switch Spawn.start(arguments, input: before, output: next.writing, complaints: complaints.writing) {
            case .failure(let error): return fail(error.code)
            case .success(let id):
                next.closeWriting()
                complaints.closeWriting()
                processes.append(Process(id: id, complaints: complaints.takeReading()))
                output = next.takeReading()
            }
        }
        for descriptor in descriptors { Descriptor.stopWaiting(descriptor) }
    }

    private func fail(_ error: Int32) {
        result.startError = error
        kill()
    }

    /// Reads what is there, ends what took too long, and looks who has gone.
    func step(now: ContinuousClock.Instant) {
        if now >= deadline, !result.isOutOfTime {
            result.isOutOfTime = true
            kill()
        }
        let gone = processes.indices.filter { !processes[$0].isGone && reap($0) }
        // Once more after the last has gone: it may have written since.
        readOutput()
        for index in processes.indices { readComplaints(index) }
        if hasEnded, !gone.isEmpty { closeAll() }
        result.elapsed = pipeline.wallClock - (deadline - now)
    }

    func kill() {
        for process in processes where !process.isGone {
            // Its group is there only after its first steps.
            Glibc.kill(-process.id, SIGKILL)
            Glibc.kill(process.id, SIGKILL)
        }
    }

    private func reap(_ index: Int) -> Bool {
        var status: Int32 = 0
        var usage = rusage()
        let answer = wait4(processes[index].id, &status, WNOHANG, &usage)
        guard answer != 0, !(answer < 0 && errno == EINTR) else { return false }
        processes[index].isGone = true
        guard answer > 0 else { return true }
        if status & 0x7F == 0 {
            result.stages[index].exitCode = (status >> 8) & 0xFF
        } else {
            result.stages[index].signal = status & 0x7F
        }
        result.stages[index].peakBytes = Int(usage.ru_maxrss) * 1_024
        result.stages[index].cpuSeconds = usage.ru_utime.seconds + usage.ru_stime.seconds
        return true
    }

    private func readOutput() {
        guard output >= 0 else { return }
        let isOpen = drain(output) { piece in
            let room = pipeline.outputLimit - result.output.count
            result.output += piece.prefix(max(0, room))
            if piece.count > room, !result.isTooLong {
                result.isTooLong = true
                kill()
            }
        }
        if !isOpen {
            close(output)
            output = -1
        }
    }

    private func readComplaints(_ index: Int) {
        guard processes[index].complaints >= 0 else { return }
        let isOpen = drain(processes[index].complaints) { piece in
            let room = Self.complaintLimit - result.stages[index].complaint.count
            result.stages[index].complaint += piece.suffix(max(0, room))
        }
        if !isOpen {
            close(processes[index].complaints)
            processes[index].complaints = -1
        }
    }

    private func drain(_ descriptor: Int32, _ take: (ArraySlice<UInt8>) -> Void) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        // A flood from one child must not keep the others waiting.
        for _ in 0..<16 {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            guard count > 0 else { return false }
            take(buffer[..<count])
        }
        return true
    }

    private func closeAll() {
        for descriptor in descriptors { close(descriptor) }
        output = -1
        for index in processes.indices { processes[index].complaints = -1 }
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1_000_000 }
}
