import ArgumentParser
import Experiments
import Foundation
import Kernel
import Logistics
import Planning
import Reporting
import Scenario

/// Answers the eight questions of a planner.
struct Answers: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Answer the eight questions of a planner in one memo.",
    discussion: """
      How much traffic, which conversion, how much to buy, where it may be sold, which way through customs, which warehouses, how much \
      at each, which providers: each with its interval, what drives it, what would change it, and the runs that show it. \
      Results do not depend on the number of threads.
      """)
  static let examples = [
    Example(
      "doorstep answers scenarios/ci-smoke.yaml --quick --only 4 --set end=2026-11-30T00:00:00Z",
      "One question of a week, in a hurry."),
    Example(
      "doorstep answers scenarios/ci-smoke.yaml --quick --only 8 --until 'halfwidth(Q8.on_time.ground)<90%' --format csv "
        + "--set end=2026-11-30T00:00:00Z",
      "With as many replications as an answer needs."),
  ]

  @Argument(help: "The scenario file.") var scenario: String
  @Flag(help: "Half a minute instead of minutes: a smaller world, fewer replications, wider intervals.") var quick =
    false
  @Option(
    help: ArgumentHelp("The questions to answer. (default: all)", valueName: "1,2,…"), transform: questionList)
  var only: [AnswerQuestion] = AnswerQuestion.allCases
  @Option(
    name: .customLong("until"), parsing: .singleValue,
    help: ArgumentHelp(
      "Add replications until an answer's figures have intervals that narrow, relative to the figure; may be repeated.",
      valueName: "halfwidth(Q3.units)<5%"))
  var rules: [String] = []
  @Option(
    help: "How often a question gets half as many replications more for --until. (default: 4)",
    transform: wholeNumber(in: 0...20))
  var rounds: Int = 4
  @Option(
    help: ArgumentHelp(
      "All visits from the start to the end of a day in UTC: question 1 forecasts the rest from futures that began alike.",
      valueName: "visits@day"),
    transform: seenVisits)
  var seen: SeenVisits?
  @Option(help: "How far uncertain numbers of demand are moved, down and up.") var spread = "20 %"
  @Option(
    parsing: .unconditional, help: "The seed of all random numbers. (default: the scenario's)",
    transform: wholeNumber(in: 0...UInt64.max))
  var seed: UInt64?
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var overrides: OverrideOption
  @Option(
    help: ArgumentHelp(
      "Keep answers.json, answers.md, answers.txt and the fan chart fan.svg there, and all runs in results.sqlite; runs that are there are not done again.",
      valueName: "dir"))
  var out: String?
  @OptionGroup var format: FormatOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func validate() throws {
    if seen != nil, !only.contains(.traffic) {
      throw ValidationError("--seen is for question 1, which --only leaves out.")
    }
    for rule in rules where AnswerRule(rule) == nil {
      throw ValidationError("--until \"\(rule)\" is not of the form halfwidth(Q3.units)<5%.")
    }
    guard case .share(let share)? = IndifferenceZone(spread.contains("%") ? spread : spread + " %"), share >= 0,
      share < 1
    else {
      throw ValidationError("--spread \"\(spread)\" is no percentage from 0 to below 100 %.")
    }
  }

  func run() throws {
    let base = try loadPlacedScenario(scenario, overrides: overrides.overrides, quiet: quiet)
    let calendar = ModelOutline(base.model).calendar
    if let seen, !calendar.contains(seen.day) {
      throw Failure(
        .usage, "--seen: \(seen.day) is no day of the run",
        help: "its days are \(calendar.first ?? "") to \(calendar.last ?? "")")
    }
    let solver =
      try only.contains(.locations)
      ? installedSolver(or: "leave question 6 out with --only 1,2,3,4,5,7,8")
      : only.contains(.providers) ? try? installedSolver() : nil
    let folder = try out.map {
      try OutputFolder($0, expecting: ["answers.json", "answers.md", "answers.txt", "fan.svg"])
    }
    defer { folder?.discard() }
    let seed = seed ?? base.model.seed
    var effort = quick ? AnswerEffort.quick : .full
    if case .share(let share)? = IndifferenceZone(spread.contains("%") ? spread : spread + " %") {
      effort.spread = share
    }
    var session = AnswerSession(base.document, base.model, effort: effort, seed: seed)
    session.questions = only
    session.rules = rules.compactMap { AnswerRule($0) }
    session.rounds = rounds
    session.solver = solver
    session.seen = seen
    do {
      let runs = try ExperimentRuns([base], seed: seed, workers: threads.count, out: out, quiet: quiet, hasHours: false)
      var bench: any AnswerBench = AnswerRunner(scenario, overrides.overrides, runs: runs)
      var book = try session.book(&bench)
      guard let runner = bench as? AnswerRunner else { preconditionFailure("the session gives back the bench it got") }
      book.runs.done = runner.runs.book.done
      book.runs.reused = runner.runs.book.reused
      book.runs.scenarios = runner.scenarios
      try runner.runs.close()
      let json = try answerDocument(book)
      let fan = fanChart(book)
      let names = ["answers.json", "answers.md", "answers.txt"] + (fan == nil ? [] : ["fan.svg"])
      try folder?.publish(names) { place in
        try writeFile(json, to: place("answers.json"))
        try writeFile(markdownSummary(book), to: place("answers.md"))
        try writeFile(textSummary(book), to: place("answers.txt"))
        if let fan { try writeFile(fan, to: place("fan.svg")) }
      }
      switch format.format {
      case .text: try Terminal.out(textSummary(book))
      case .json: try Terminal.out(json)
      case .csv: try Terminal.out(answerTable(book).csv())
      case .md: try Terminal.out(markdownSummary(book))
      }
      try runner.runs.checkInvariants()
      try judge(book)
    } catch var failure as Failure {
      if self.seed == nil { failure.reproducing = ["--seed", String(seed)] }
      throw failure
    } catch let problem as PlanningError {
      throw Failure(
        .nothingSelected, "an answer has nothing to go by: \(problem)", help: "leave its question out with --only")
    } catch let problem as HighsSolver.Failure {
      throw Failure(.internalError, "\(problem)")
    }
  }

  private func judge(_ book: AnswerBook) throws {
    let open = book.rules.filter { !$0.holds }
    guard !open.isEmpty else { return }
    throw Failure(
      .inconclusive,
      open.map { "the rule \($0.rule) does not hold after \(rounds) rounds" }.joined(separator: "\nerror: "),
      help: "allow more with --rounds, or a wider interval")
  }
}

/// The memo as JSON; equal memos have equal bytes.
func answerDocument(_ book: AnswerBook) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(book), as: UTF8.self) + "\n"
}

/// Reads `2.4e6@2026-11-26`.
@Sendable private func seenVisits(_ text: String) throws -> SeenVisits {
  let sides = text.split(separator: "@", omittingEmptySubsequences: false).map { trimmed($0) }
  guard sides.count == 2, let visits = Double(sides[0].filter { $0 != "," }), visits > 0, visits < 1e15,
    SimTime(iso8601: sides[1] + "T00:00:00Z") != nil
  else { throw ValidationError("write visits and the last whole day, such as 2.4e6@2026-11-26") }
  return SeenVisits(day: sides[1], visits: visits)
}

/// Reads `1,3,7`.
@Sendable private func questionList(_ text: String) throws -> [AnswerQuestion] {
  let found = text.split(separator: ",").map { Int(trimmed($0)).flatMap { AnswerQuestion(rawValue: $0) } }
  guard !found.isEmpty, !found.contains(where: { $0 == nil }) else {
    throw ValidationError("write numbers of questions from 1 to 8, such as 1,3,7")
  }
  return AnswerQuestion.allCases.filter { found.contains($0) }
}
