import ArgumentParser
import Experiments
import Foundation
import Logistics
import Reporting
import Scenario

/// Runs a scenario at the points of a design.
struct StudyCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Run a scenario at every point of a design, with replications.",
    discussion: """
      Every run is kept in results.sqlite as soon as it is done. A study that was stopped, by whatever, goes on with --resume \
      where it was. The result depends on neither the threads nor the number of shards.
      """)
  static let examples = [
    Example("doorstep study scenarios/studies/smoke.yaml --list", "Check it, and list its runs with their keys."),
    Example("doorstep study scenarios/studies/smoke.yaml --out smoke", "Run it; results in smoke/results.sqlite."),
    Example("doorstep study scenarios/studies/smoke.yaml --out smoke --resume", "Go on with it, or print it again."),
    Example("doorstep study scenarios/studies/smoke.yaml --out parts --shard 1/2", "One half of the runs; see merge."),
  ]

  @Argument(help: "The study file.") var study: String
  @Flag(name: [.customShort("q"), .long], help: "List the runs, without doing any.") var list = false
  @Option(help: ArgumentHelp("Keep results.sqlite there. (default: the study's name and -results)", valueName: "dir"))
  var out: String?
  @Flag(help: "Go on with what the folder has of this study.") var resume = false
  @Option(
    help: ArgumentHelp("Do this part of the runs, as 2/8, into a file of its own.", valueName: "part/parts"),
    transform: doorstep.shard)
  var shard: Shard?
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var overrides: OverrideOption
  @OptionGroup var format: FormatOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func run() throws {
    let study = try Study.load(path: study, overrides: overrides.overrides)
    let models = try study.models { try loadPlacedScenario($0, overrides: $1, quiet: true).model }
    if !quiet, let warnings = models.first?.warnings, !warnings.isEmpty { Terminal.note("\(warnings)") }
    let session = StudySession(study, models: models, shard: shard)
    if list { return try Terminal.out(text(of: session)) }
    let file = try ExperimentFile(
      folder: out ?? study.name + "-results", shard: shard, experiment: session.experiment, resume: resume)
    let head = studyHead(session, workers: threads.count)
    if format.format == .text { try Terminal.out(head + "\n") } else if !quiet { Terminal.note(head) }
    let result = try file.reporting { store throws(ResultsStoreError) in
      try perform(session, store, RunPool(workers: threads.count, hostClock: { Host.seconds() }))
    }
    try Terminal.out(text(of: result, in: file.path))
    try judge(result, file)
  }

  private func perform(_ session: StudySession, _ store: ResultsStore, _ pool: RunPool) throws(ResultsStoreError)
    -> StudyResult
  {
    Interrupt.install()
    var line = ExperimentProgress(total: nil, quiet: quiet)
    defer { line.clear() }
    return try session.run(pool, store: store, while: { !Interrupt.isRequested }) { news in
      switch news {
      case .round(let runs): line.expect(runs)
      case .done(let point): line.advance(session.study.points[point].design.label)
      }
    }
  }

  private func text(of session: StudySession) -> String {
    switch format.format {
    case .text: studyHead(session, workers: threads.count) + "\n" + studyListTable(session).text()
    case .md: studyListTable(session).markdown()
    case .csv: studyListTable(session).csv()
    case .json: studyListDocument(session).text()
    }
  }

  private func text(of result: StudyResult, in file: String) -> String {
    switch format.format {
    case .text: studyText(result, file: file)
    case .md: studyMarkdown(result, file: file)
    case .csv: studyFigureTable(result).csv()
    case .json: studyDocument(result, file: file).text()
    }
  }

  /// Fails when something about the result calls for another exit code than 0.
  private func judge(_ result: StudyResult, _ file: ExperimentFile) throws {
    var problems = doorstep.problems(of: result)
    if !result.isWhole {
      problems.append((.interrupted, "runs", "interrupted; all runs that were done are kept in \"\(file.path)\""))
    }
    guard !problems.isEmpty else { return }
    var failure = Failure(
      ExitCode.gravest(problems.map(\.code)), problems.map(\.message).joined(separator: "\nerror: "),
      help: result.isWhole ? nil : "the same command with --resume goes on")
    if !resume { failure.reproducing = ["--resume"] }
    throw failure
  }
}
