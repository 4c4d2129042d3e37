import ArgumentParser

/// Runs the scenario of a trace again, or goes on from a checkpoint.
struct Replay: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Run a trace again and compare record by record, or continue from a checkpoint.",
    discussion: """
      With --verify: the trace holds its resolved scenario and its seed. Files that the scenario names are looked for where \
      they were, then beside the trace, then in the working folder; their content must be the same. The first record that \
      differs is printed with the records that came before it; the exit code is then 10.

      With --from: the run is executed up to the checkpoint's instant and compared with it (exit code 10 when they differ), \
      then it goes on, to the same fingerprint as the run that wrote the checkpoint. With --set the scenario is another one \
      from the instant on, under the same future randomness, and a table says what changed against the original run.
      """)
  static let examples = [
    Example("doorstep replay --verify run.trace.zst", "The same run again."),
    Example("doorstep replay --verify run.trace.zst --threads 2", "Threads do not show in a trace."),
    Example("doorstep replay --from ci-smoke-2026-11-27T00:00:00Z.ckpt", "Continue from a checkpoint."),
    Example(
      "doorstep replay --from ci-smoke-2026-11-27T00:00:00Z.ckpt --set nodes.ohio.pack.stations=1",
      "The same run with fewer pack stations from then on."),
  ]

  @Option(help: ArgumentHelp("The trace to run again.", valueName: "file")) var verify: String?
  @Option(help: ArgumentHelp("The checkpoint to continue from.", valueName: "file")) var from: String?
  @OptionGroup var overrides: OverrideOption
  @Flag(help: "With --set: do not run the original beside it.") var noBaseline = false
  @Option(help: ArgumentHelp("With --from: keep results there, as `doorstep run` does.", valueName: "dir"))
  var out: String?
  @Option(help: ArgumentHelp("With --from: write a trace, from the scenario's start on.", valueName: "file"))
  var trace: String?
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption
  @Flag(help: "No head line and no progress on standard error.") var quiet = false

  func validate() throws {
    guard (verify == nil) != (from == nil) else {
      throw ValidationError("Write either --verify TRACE or --from CHECKPOINT.")
    }
    if verify != nil, out != nil || trace != nil || !overrides.overrides.isEmpty || noBaseline {
      throw ValidationError("--set, --no-baseline, --out and --trace go with --from.")
    }
  }

  func run() throws {
    if let from {
      let options = Continuation.Options(
        overrides: overrides.overrides, hasBaseline: !noBaseline, out: out, trace: trace, threads: threads.count,
        format: format.format, quiet: quiet)
      try Continuation(path: from, options).run()
    } else if let verify {
      try Verification(path: verify, threads: threads.count, format: format.format, quiet: quiet).run()
    }
  }
}
