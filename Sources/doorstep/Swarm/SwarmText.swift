import Experiments
import Logistics
import Reporting

/// What a swarm found, as text or JSON.
struct SwarmText {
  let seed: UInt64
  /// The scenario that was checked in place of worlds.
  var file: String?
  let reports: [WorldReport]
  var failures: [SwarmFailure] = []

  private var kinds: Int { Set(reports.flatMap(\.kinds)).count }
  private var orders: Int { reports.reduce(0) { $0 + $1.orders } }
  private var events: Int { reports.reduce(0) { $0 + $1.events } }
  private var parts: Int { reports.reduce(0) { $0 + $1.parts } }
  private var leftOut: Int { reports.reduce(0) { $0 + $1.leftOut } }
  private var failing: Int { reports.count { $0.failure != nil } }
  private var allKinds: Int { WorldCheck.kinds.count }

  /// The text in a format.
  func text(_ format: OutputFormat) -> String {
    switch format {
    case .text: plain
    case .json: document.text()
    case .csv: table.csv()
    case .md: table.markdown()
    }
  }

  private var plain: String {
    if let file {
      let verdict = reports.first?.failure?.sentence ?? "everything holds"
      return "\(file): \(grouped(orders)) orders, \(grouped(events)) events: \(verdict)\n"
    }
    var lines = [
      "swarm of seed \(String(seed, radix: 16)), version \(EngineVersion.current): \(counted(reports.count, "world")), "
        + "\(grouped(orders)) orders, \(grouped(events)) events",
      "\(grouped(parts)) mechanisms, values and faults, \(percent(share(leftOut, of: parts), 1)) refused and left out; "
        + "\(kinds) of \(allKinds) kinds of records seen",
    ]
    for failure in failures {
      lines.append("world \(failure.number) fails: \(failure.failure.sentence)")
      lines.append(
        "  \(failure.path): \(failure.lines.after) lines of \(failure.lines.before), after \(failure.attempts) attempts"
      )
      lines.append("  \(failure.command)")
    }
    lines.append(
      failing == 0
        ? "everything holds in every world" : "\(counted(failing, "world")) \(failing == 1 ? "fails" : "fail")")
    return lines.joined(separator: "\n") + "\n"
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }

  private func share(_ part: Int, of whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

  private var document: JSONValue {
    [
      "schema": .integer(1), "seed": .string(String(seed, radix: 16)), "version": .string(EngineVersion.current),
      "worlds": .integer(reports.count), "orders": .integer(orders), "events": .integer(events),
      "parts": .integer(parts), "left_out": .integer(leftOut), "kinds_seen": .integer(kinds),
      "failing": .array(
        reports.compactMap { report -> JSONValue? in
          guard let failure = report.failure else { return nil }
          let small = failures.first { $0.number == report.number }
          return [
            "world": .integer(report.number), "trouble": .string(failure.trouble.rawValue), "law": .string(failure.law),
            "details": .string(failure.details), "scenario": small.map { .string($0.path) } ?? .null,
            "command": small.map { .string($0.command) } ?? .null,
          ]
        }),
    ]
  }

  private var table: Table {
    var table = Table([
      .number("world"), .number("orders"), .number("events"), .number("parts"), .number("left out"),
      .text("fingerprint"), .text("verdict"),
    ])
    for report in reports {
      table.add(
        String(report.number), String(report.orders), String(report.events), String(report.parts),
        String(report.leftOut), report.fingerprint, report.failure?.sentence ?? "holds")
    }
    return table
  }
}
