import Dashboard
import Kernel
import LoadTesting
import Reporting

/// A load's result with what is said about it.
struct LoadOutcome {
  var result: LoadResult
  var verdicts: [LoadGate.Verdict]
  /// What the generator took of the processor.
  var processorSeconds: Double
  var maxLag: SimDuration
  /// What the audit of the store found; nil without one.
  var audit: StoreAudit?
  /// Why the store could not be audited.
  var auditProblem: Failure?

  /// What `--out` keeps.
  static let files = ["results.sqlite", "summary.json", "summary.csv", "times.hlog", "load.html", "junit.xml"]

  func keep(_ text: LoadText, _ place: (String) -> String) throws {
    try LoadStore.write(
      result, text.figures, verdicts, audit: audit?.violations.map { ($0.kind, $0.sentence) } ?? [],
      to: place("results.sqlite"))
    try writeFile(text.result(self, .json), to: place("summary.json"))
    try writeFile(text.cells(self).csv(), to: place("summary.csv"))
    try writeFile(HistogramLog.text(result), to: place("times.hlog"))
    let page = LoadPage(title: text.plan.target.authority, planned: result.planned)
    try writeFile(page.html(result.timeline), to: place("load.html"))
    let seconds = Double(result.elapsed_ns) / 1e9
    var cases = verdicts.map { verdict in
      JUnitCase(
        group: "load", name: verdict.gate.description, seconds: 0,
        problems: verdict.holds == true
          ? [] : [.init(type: "threshold", message: "it is \(verdict.text)", text: "\(verdict.gate): \(verdict.text)")])
    }
    let run = JUnitCase(
      group: "load", name: "run", seconds: seconds,
      problems: problems.map { .init(type: $0.code.name, message: $0.line, text: $0.line) })
    if let audit {
      cases.append(
        JUnitCase(
          group: "load", name: "audit", seconds: 0,
          problems: audit.violations.map { .init(type: $0.kind, message: $0.sentence, text: $0.sentence) }))
    }
    try writeFile(junitXML(suite: "load", [run] + cases), to: place("junit.xml"))
  }

  /// Whether the generator was later than it may be.
  var isInvalid: Bool { result.missedSchedule(by: maxLag) }

  /// What calls for another exit code than 0, beside the gates.
  private var problems: [(code: ExitCode, line: String)] {
    var found: [(ExitCode, String)] = []
    if isInvalid {
      found.append((.loadRunInvalid, "the generator missed its own schedule: the run is invalid"))
    }
    if let auditProblem { found.append((auditProblem.code, auditProblem.message ?? "the store could not be audited")) }
    if let problem = result.problem { found.append((.traceBad, "the plan broke off: \(problem)")) }
    if let gate = result.abortedBy {
      found.append((.thresholdFailed, "stopped by \(gate): \(result.unsent) requests were not sent"))
    } else if result.wasInterrupted {
      found.append((.interrupted, "interrupted: \(result.unsent) requests were not sent"))
    } else if result.succeeded == 0 {
      found.append((.thresholdFailed, "not one request of \(result.planned) succeeded"))
    }
    return found
  }

  /// Ends with the gravest of what is wrong.
  func conclude() throws {
    var found = problems
    for verdict in verdicts where verdict.holds != true {
      found.append(
        verdict.holds == nil
          ? (.nothingSelected, "the threshold \(verdict.gate) has no samples")
          : (.thresholdFailed, "the threshold \(verdict.gate) does not hold: \(verdict.text)"))
    }
    if let audit, !audit.violations.isEmpty { found.append((.thresholdFailed, StoreAuditor.sentence(audit))) }
    guard !found.isEmpty else { return }
    throw Failure(ExitCode.gravest(found.map(\.code)), found.map(\.line).joined(separator: "\nerror: "))
  }
}
