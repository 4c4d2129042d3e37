import Dashboard
import Histogram
import LoadTesting
import Reporting

/// A load's plan and what became of it, in the formats of the command line.
struct LoadText {
  let plan: LoadPlan
  let figures: PlanFigures
  /// The seed of random starts.
  var seed: UInt64?

  /// What is about to happen, for people.
  var sentence: String {
    "plan: \(grouped(figures.requests)) requests to \(host):\(plan.target.port)\(plan.target.path) in "
      + "\(fixed(seconds, 1)) s, at most \(grouped(figures.peakPerSecond)) in a second, over at most "
      + "\(grouped(plan.connections)) connections\(sessions); hash \(String(figures.digest, radix: 16))"
  }

  private var host: String { plan.target.host.contains(":") ? "[\(plan.target.host)]" : plan.target.host }

  private var sessions: String {
    figures.sessions == figures.requests ? "" : ", in \(grouped(figures.sessions)) sessions"
  }

  private var seconds: Double { Double(figures.length_ns) / 1e9 }

  private var planned: JSONValue {
    [
      "host": .string(plan.target.host), "port": .integer(plan.target.port), "path": .string(plan.target.path),
      "requests": .integer(figures.requests), "sessions": .integer(figures.sessions), "length_s": .number(seconds),
      "peak_per_s": .integer(figures.peakPerSecond), "connections": .integer(plan.connections),
      "seed": seed.map { .string(String($0)) } ?? .null,
      "digest": .string(String(figures.digest, radix: 16)),
    ]
  }

  private var planDocument: JSONValue { ["schema": .integer(1), "plan": planned] }

  /// The plan alone.
  func plan(_ format: OutputFormat) -> String {
    switch format {
    case .text: sentence + "\n"
    case .json: planDocument.text()
    case .csv: rows([Self.planColumns, planRow], separator: ",", "", "")
    case .md: markdown(Self.planColumns, [planRow])
    }
  }

  private static let planColumns = ["requests", "sessions", "length_s", "peak_per_s", "hash"]

  private var planRow: [String] {
    [
      String(figures.requests), String(figures.sessions), String(seconds), String(figures.peakPerSecond),
      String(figures.digest, radix: 16),
    ]
  }

  /// The result.
  func result(_ outcome: LoadOutcome, _ format: OutputFormat) -> String {
    switch format {
    case .text: plain(outcome)
    case .json: document(outcome).text()
    case .csv: cells(outcome).csv()
    case .md: markdown(Self.columns, times(outcome.result).map { $0.0 + $0.1 }) + "\n" + cells(outcome).markdown()
    }
  }

  /// A row for each step and country.
  func cells(_ outcome: LoadOutcome) -> Table {
    var table = Table(
      [.text("step"), .text("country")]
        + ["sent", "answered", "failed", "response_p50_ms", "response_p99_ms", "service_p50_ms", "service_p99_ms"]
        .map { .number($0) })
    for cell in outcome.result.cells.all {
      func time(_ histogram: Histogram<UInt64>, _ percentile: Double) -> String {
        histogram.totalCount == 0 ? "" : fixed(milliseconds(histogram, percentile), 3)
      }
      table.add(
        cell.step, cell.country ?? "", String(cell.sent), String(cell.answered), String(cell.failed),
        time(cell.responseTime, 50), time(cell.responseTime, 99), time(cell.serviceTime, 50),
        time(cell.serviceTime, 99))
    }
    return table
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

  private func plain(_ outcome: LoadOutcome) -> String {
    let result = outcome.result
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
    if let problem = result.securityProblem { lines.append("the first connection without TLS: \(problem)") }
    if result.notNeeded + result.orphaned > 0 {
      lines.append(
        "sessions that ended early left out \(grouped(result.notNeeded)) requests in order, "
          + "\(grouped(result.orphaned)) after a failure")
    }
    lines.append(
      "largest backlog \(grouped(result.largestBacklog)), late \(grouped(result.late)), held by an answer "
        + "\(grouped(result.heldByAnswer)), connections \(grouped(result.connections))")
    lines.append(
      "offered \(fixed(offered, 1))/s, sent \(fixed(achieved(result), 1))/s, dispersion per 10 ms "
        + "\(figures.dispersion.map { fixed($0, 2) } ?? "–") planned, \(result.dispersion.map { fixed($0, 2) } ?? "–") sent, "
        + "processor \(fixed(outcome.processorSeconds, 2)) s")
    lines += outcome.verdicts.map { verdict in
      "threshold \(verdict.gate): \(verdict.text), "
        + (verdict.holds.map { $0 ? "holds" : "does not hold" } ?? "undecided")
    }
    if let audit = outcome.audit {
      lines.append("audit: " + StoreAuditor.sentence(audit))
      lines += audit.violations.map { "  " + $0.sentence }
    }
    lines.append(rows([Self.columns] + times(result).map { $0.0 + $0.1 }))
    return lines.joined(separator: "\n") + (isOneCell(result) ? "" : "\n" + cells(outcome).text())
  }

  private func isOneCell(_ result: LoadResult) -> Bool { result.cells.all.count <= 1 }

  /// Requests per second from the first intended start to the last.
  private var offered: Double { seconds > 0 ? Double(figures.requests - 1) / seconds : 0 }

  private func achieved(_ result: LoadResult) -> Double {
    result.sending_ns > 0 ? Double(result.sent - 1) * 1e9 / Double(result.sending_ns) : 0
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

  private func document(_ outcome: LoadOutcome) -> JSONValue {
    let result = outcome.result
    return [
      "schema": .integer(1), "plan": planned,
      "requests": [
        "planned": .integer(result.planned), "sent": .integer(result.sent), "answered": .integer(result.answered),
        "failed": .integer(result.failed), "unsent": .integer(result.unsent),
        "succeeded": .integer(result.succeeded), "not_needed": .integer(result.notNeeded),
        "orphaned": .integer(result.orphaned), "late": .integer(result.late),
        "held_by_answer": .integer(result.heldByAnswer),
      ],
      "statuses": .object(of: result.statuses.indices.filter { result.statuses[$0] > 0 }) {
        (String($0), .integer(result.statuses[$0]))
      },
      "failures": .object(of: LoadFailure.allCases) { ($0.name, .integer(result.count($0))) },
      "sent_bytes": .integer(result.sentBytes), "body_bytes": .integer(result.bodyBytes),
      "offered_per_s": .number(offered), "sent_per_s": .number(achieved(result)),
      "dispersion": ["planned": .number(figures.dispersion), "sent": .number(result.dispersion)],
      "processor_s": .number(outcome.processorSeconds), "cells": .array(of: result.cells.all) { cell($0) },
      "timeline": .array(of: result.timeline) { second($0) },
      "thresholds": .array(of: outcome.verdicts) { verdict in
        [
          "gate": .string(verdict.gate.description),
          "value": .number(verdict.value.flatMap { $0.isFinite ? $0 : nil }),
          "holds": verdict.holds.map { .bool($0) } ?? .null,
        ]
      }, "largest_backlog": .integer(result.largestBacklog),
      "connections": .integer(result.connections), "elapsed_s": .number(Double(result.elapsed_ns) / 1e9),
      "invalid": .bool(outcome.isInvalid), "aborted_by": result.abortedBy.map { .string($0.description) } ?? .null,
      "audit": outcome.audit.map { auditDocument($0) } ?? .null, "interrupted": .bool(result.wasInterrupted),
      "tls_problem": result.securityProblem.map { .string($0) } ?? .null,
      "times_ms": .object(of: named(result)) { name, histogram in
        (name.replacing(" ", with: "_"), percentiles(histogram))
      },
    ]
  }

  private func auditDocument(_ audit: StoreAudit) -> JSONValue {
    [
      "orders": .integer(audit.orders), "units": .integer(audit.units), "clean": .bool(audit.violations.isEmpty),
      "violations": .array(of: audit.violations) { ["kind": .string($0.kind), "text": .string($0.sentence)] },
    ]
  }

  private func percentiles(_ histogram: Histogram<UInt64>) -> JSONValue {
    if histogram.totalCount == 0 { return .null }
    let mean = JSONValue.Member(key: "mean", value: .number(histogram.mean / 1e6))
    return .object(
      [mean]
        + Self.percentiles.map {
          .init(key: $0 == 100 ? "max" : "p\(short($0))", value: .number(milliseconds(histogram, $0)))
        })
  }

  private func second(_ second: LoadSecond) -> JSONValue {
    let times = second.response_ns
    func milliseconds(_ time: UInt64?) -> JSONValue { .number(time.map { Double($0) / 1e6 }) }
    return [
      "second": .integer(second.second), "sent": .integer(second.sent), "answered": .integer(second.answered),
      "failed": .integer(second.failed), "backlog": .integer(second.backlog),
      "response_ms": [
        "p50": milliseconds(times?.median), "p99": milliseconds(times?.p99), "max": milliseconds(times?.longest),
      ],
    ]
  }

  private func cell(_ cell: LoadCell) -> JSONValue {
    [
      "step": .string(cell.step), "country": cell.country.map { .string($0) } ?? .null, "sent": .integer(cell.sent),
      "answered": .integer(cell.answered), "late": .integer(cell.late), "body_bytes": .integer(cell.bodyBytes),
      "failures": .object(of: LoadFailure.allCases) { ($0.name, .integer(cell.count($0))) },
      "response_ms": percentiles(cell.responseTime), "service_ms": percentiles(cell.serviceTime),
    ]
  }
}
