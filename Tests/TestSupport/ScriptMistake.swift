/// One line of a queue script that is wrong. A test that lets such a queue pass tests nothing.
package struct ScriptMistake: Sendable, CustomStringConvertible {
    package let description: String
    /// The script's name; empty: all of them.
    package let script: String
    package let right: String
    package let wrong: String

    package static let all = [
        lateResults, supersededJobs, expiredLeases, deadJobs,
        ScriptMistake(
            description: "released jobs are in no list", script: "release", right: "make_ready(id, r, true)",
            wrong: "r.state, r.fence = 'R', ''; save(id, r); count('ready:' .. r.lane .. family(id), 1)"),
        ScriptMistake(
            description: "a heartbeat revives a lease that is gone", script: "heartbeat",
            right: "if not deadline or not expiry or expiry <= NOW then",
            wrong: "deadline = deadline or NOW\n  if false then"),
        ScriptMistake(
            description: "checkpoints may go back", script: "acknowledge",
            right: "read('<I4', old) > read('<I4', result, 4)", wrong: "false"),
        ScriptMistake(
            description: "an older sweep's mark replaces a newer one's", script: "enqueue",
            right: "marked(ck_sweep, ck_flags, sweep, run)", wrong: "struct.pack('<I2', sweep) .. sub(ck, 18)"),
        ScriptMistake(
            description: "a second run is not told of the job it waits for", script: "enqueue",
            right: "      r.runs = runs\n", wrong: ""),
    ]

    package static let lateResults = ScriptMistake(
        description: "who lost the lease may acknowledge", script: "acknowledge",
        right: "|[^|]*|' .. fence .. '|", wrong: "|[^|]*|[^|]*|")
    package static let supersededJobs = ScriptMistake(
        description: "superseded jobs are not put back", script: "acknowledge", right: "if is_superseded then",
        wrong: "if false then")
    package static let expiredLeases = ScriptMistake(
        description: "expired leases are left alone", script: "", right: "LEASES, '-inf', NOW, 'LIMIT'",
        wrong: "LEASES, '-inf', -1, 'LIMIT'")
    package static let deadJobs = ScriptMistake(
        description: "dead jobs are not counted down", script: "", right: "end_runs(r.runs, 'dead')", wrong: "")
}
