import Histogram
import LoadTesting
import Reporting

/// A load's plan and what became of it, in the formats of the command line.
struct LoadText {
  let plan: LoadPlan
  /// The seed of random starts.
  var seed: UInt64?

  /// What is about to happen, for people.
  var sentence: String {
    "plan: \(grouped(plan.schedule.count)) requests to \(plan.target.host):\(plan.target.port)\(plan.target.path) in "
      + "\(fixed(seconds, 1)) s, at most \(grouped(plan.schedule.peakPerSecond)) in a second, over at most "
      + "\(grouped(plan.connections)) connections"
  }

  private var seconds: Double { Double(plan.schedule.offsets_ns.last ?? 0) / 1e9 }

  private var planned: JSONValue {
    [
      "host": .string(plan.target.host), "port": .integer(plan.target.port), "path": .string(plan.target.path),
      "requests": .integer(plan.schedule.count), "length_s": .number(seconds),
      "peak_per_s": .integer(plan.schedule.peakPerSecond), "connections": .integer(plan.connections),
      "seed": seed.map { .string(String($0)) } ?? .null,
      "digest": .string(String(plan.schedule.digest, radix: 16)),
    ]
  }

  private var planDocument: JSONValue { ["schema": .integer(1), "plan": planned] }

  /// The plan alone.
  func plan(_ format: OutputFormat) -> String {
    switch format {
    case .text: sentence + "\n"
    case .json: planDocument.text()
    case .csv: rows([["requests", "length_s", "peak_per_s"], figures], separator: ",", "", "")
    case .md: markdown(["requests", "length_s", "peak_per_s"], [figures])
    }
  }

  private var figures: [String] {
    [String(plan.schedule.count), String(seconds), String(plan.schedule.peakPerSecond)]
  }

  /// The result.
  func result(_ result: LoadResult, _ format: OutputFormat) -> String {
    switch format {
    case .text: plain(result)
    case .json: document(result).text()
    case .csv: rows([Self.columns] + times(result).map { $0.0 + $0.1 }, separator: ",", "", "")
    case .md: markdown(Self.columns, times(result).map { $0.0 + $0.1 })
    }
  }

  private static let percentiles = [50.0, 90, 99, 99.9, 100]
  private static let columns = ["time_ms", "count", "p50", "p90", "p99", "p99.9", "max"]

  private func times(_ result: LoadResult) -> [([String], [String])] {
    named(result).map { name, histogram in
      let values = Self.percentiles.map { percentile in
        histogram.totalCount == 0 ? "" : fixed(milliseconds(histogram, percentile), 3)
      }
      return ([name, String(histogram.totalCount)], values)
    }
  }

  private func named(_ result: LoadResult) -> [(String, Histogram<UInt64>)] {
    [
      ("response", result.responseTime), ("service", result.serviceTime), ("send lag", result.sendLag),
      ("generator lag", result.generatorLag),
    ]
  }

  private func milliseconds(_ histogram: Histogram<UInt64>, _ percentile: Double) -> Double {
    Double(histogram.valueAtPercentile(percentile)) / 1e6
  }

  private func plain(_ result: LoadResult) -> String {
    var lines = [
      "\(grouped(result.planned)) planned, \(grouped(result.sent)) sent, \(grouped(result.answered)) answered, "
        + "\(grouped(result.failed)) failed, \(grouped(result.unsent)) not sent"
    ]
    let codes = result.statuses.indices.filter { result.statuses[$0] > 0 }
    lines.append(
      "status: "
        + (codes.isEmpty ? "none" : codes.map { "\($0) x \(grouped(result.statuses[$0]))" }.joined(separator: ", ")))
    let failures = LoadFailure.allCases.filter { result.count($0) > 0 }
    if !failures.isEmpty {
      lines.append("failed: " + failures.map { "\($0.name) x \(grouped(result.count($0)))" }.joined(separator: ", "))
    }
    lines.append("largest backlog \(grouped(result.largestBacklog)), connections \(grouped(result.connections))")
    lines.append(rows([Self.columns] + times(result).map { $0.0 + $0.1 }))
    return lines.joined(separator: "\n")
  }

  /// Columns aligned to the right, but the first.
  private func rows(_ rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.reduce(0) { max($0, $1[column].count) } }
    return rows.map { row in
      row.indices.map { column in
        let gap = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + gap : gap + row[column]
      }.joined(separator: "  ") + "\n"
    }.joined()
  }

  private func rows(_ rows: [[String]], separator: String, _ begin: String, _ end: String) -> String {
    rows.map { begin + $0.joined(separator: separator) + end + "\n" }.joined()
  }

  private func markdown(_ head: [String], _ body: [[String]]) -> String {
    rows([head, head.map { _ in "---" }] + body, separator: " | ", "| ", " |")
  }

  private func document(_ result: LoadResult) -> JSONValue {
    [
      "schema": .integer(1), "plan": planned,
      "requests": [
        "planned": .integer(result.planned), "sent": .integer(result.sent), "answered": .integer(result.answered),
        "failed": .integer(result.failed), "unsent": .integer(result.unsent),
      ],
      "statuses": .object(of: result.statuses.indices.filter { result.statuses[$0] > 0 }) {
        (String($0), .integer(result.statuses[$0]))
      },
      "failures": .object(of: LoadFailure.allCases) { ($0.name, .integer(result.count($0))) },
      "body_bytes": .integer(result.bodyBytes), "largest_backlog": .integer(result.largestBacklog),
      "connections": .integer(result.connections), "elapsed_s": .number(Double(result.elapsed_ns) / 1e9),
      "interrupted": .bool(result.wasInterrupted),
      "times_ms": .object(of: named(result)) { name, histogram in
        (
          name.replacing(" ", with: "_"),
          histogram.totalCount == 0
            ? .null
            : .object(of: Self.percentiles) {
              ($0 == 100 ? "max" : "p\(short($0))", .number(milliseconds(histogram, $0)))
            }
        )
      },
    ]
  }
}
