import Foundation
import Reporting

/// What a test run prints and writes.
struct TestReport {
  let outcomes: [CaseOutcome]
  let skipped: [CaseFiles.Skipped]

  /// What ran, and what did not: files that are no cases, and cases that cannot run here.
  init(_ outcomes: [CaseOutcome], skipped: [CaseFiles.Skipped]) {
    self.outcomes = outcomes.filter { $0.prepared.skipped == nil }
    let more = outcomes.compactMap { outcome in
      outcome.prepared.skipped.map { CaseFiles.Skipped(path: outcome.test.name, reason: $0) }
    }
    self.skipped = skipped + more
  }

  /// Cases and findings as text.
  var text: String {
    var out = cases.text()
    for outcome in outcomes where !outcome.findings.isEmpty {
      out += "\n\(outcome.test.name)\n"
      for finding in outcome.findings { out += finding.lines.map { "  \($0)\n" }.joined() }
      if outcome.code != .passed { out += "  reproduce: \(outcome.reproduce)\n" }
    }
    if !skipped.isEmpty {
      out += "\nSkipped\n" + skipped.map { "  \($0.path): \($0.reason)\n" }.joined()
    }
    return out + "\n\(counts)\n"
  }

  /// The same in Markdown.
  var markdown: String {
    var out = "# Test of \(outcomes.count) case\(outcomes.count == 1 ? "" : "s")\n\n\(counts)\n\n\(cases.markdown())"
    for outcome in outcomes where !outcome.findings.isEmpty {
      out += "\n## \(outcome.test.name)\n\n"
      for finding in outcome.findings {
        out += "- **\(finding.check)** \(finding.message)\n" + (finding.help.map { "  \($0)\n" } ?? "")
      }
      if outcome.code != .passed { out += "\n```sh\n\(outcome.reproduce)\n```\n" }
    }
    if !skipped.isEmpty {
      out += "\n## Skipped\n\n" + skipped.map { "- `\($0.path)`: \($0.reason)\n" }.joined()
    }
    return out
  }

  /// The same as JSON.
  var document: JSONValue {
    [
      "schema": .integer(1), "counts": .object(of: wordCounts) { ($0.word, .integer($0.count)) },
      "cases": .array(of: outcomes) { outcome in
        [
          "name": .string(outcome.test.name), "kind": .string(outcome.test.kind), "outcome": .string(outcome.word),
          "code": .integer(Int(outcome.code.rawValue)), "runs": .integer(outcome.runs),
          "wall_s": .number(outcome.seconds), "fingerprint": .string(outcome.fingerprint),
          "findings": .array(of: outcome.findings) { finding in
            [
              "check": .string(finding.check), "code": .integer(Int(finding.code.rawValue)),
              "message": .string(finding.message), "help": finding.help.map { .string($0) } ?? .null,
            ]
          },
          "reproduce": .string(outcome.reproduce),
        ]
      },
      "skipped": .array(of: skipped) { ["path": .string($0.path), "reason": .string($0.reason)] },
    ]
  }

  /// A row per case.
  var cases: Table {
    var table = Table([
      .text("outcome"), .text("case"), .number("runs"), .number("wall_s"), .text("fingerprint"), .text("found"),
    ])
    for outcome in outcomes {
      var seen: Set<String> = []
      let found = outcome.findings.map(\.check).filter { seen.insert($0).inserted }
      table.add(
        outcome.word, outcome.test.name, String(outcome.runs), fixed(outcome.seconds, 2),
        outcome.fingerprint, found.joined(separator: ", "))
    }
    return table
  }

  /// The same for CI systems.
  var junit: String {
    let run = outcomes.map { outcome in
      JUnitCase(
        group: outcome.test.kind, name: outcome.test.name, seconds: outcome.seconds,
        problems: outcome.findings.filter { $0.code != .passed }.map {
          JUnitCase.Problem(
            type: $0.check, message: $0.message,
            text: ($0.lines + ["reproduce: \(outcome.reproduce)"]).joined(separator: "\n"))
        })
    }
    return junitXML(
      suite: "doorstep test",
      run + skipped.map { JUnitCase(group: "skipped", name: $0.path, seconds: 0, skipped: $0.reason) })
  }

  private var wordCounts: [(word: String, count: Int)] {
    ["pass", "fail", "inconclusive", "nothing selected", "baseline missing", "interrupted"]
      .map { word in (word, outcomes.count { $0.word == word }) } + [("skipped", skipped.count)]
  }

  private var counts: String {
    wordCounts.filter { $0.count > 0 }.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
  }
}

extension Finding {
  /// It in lines, with the help.
  var lines: [String] { ["\(check): \(message)"] + (help.map { ["  help: \($0)"] } ?? []) }
}
