import ArgumentParser
import Foundation
import Planning
import Reporting

/// Fits a scenario's store to what loads measured.
struct Calibrate: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Fit the storefront's servers to what loads on a real store measured.",
    discussion: """
      Each --from-load is the folder of one steady load: doorstep load --rate R --for T --poisson --out DIR. At least three rates, \
      the highest near what the store can do, tell how many requests it works on at once and how long each takes; the \
      simulated store then answers as the real one does.
      """)
  static let examples = [
    Example(
      "doorstep calibrate --from-load at-200 --from-load at-500 --from-load at-700 --write store.yaml",
      "Three loads; include store.yaml in the scenario.")
  ]

  @Option(
    name: .customLong("from-load"), parsing: .singleValue,
    help: ArgumentHelp("The folder of a load, or its summary.json; three or more.", valueName: "dir"))
  var loads: [String] = []
  @Option(help: ArgumentHelp("Write the fields there, as a scenario's part.", valueName: "file")) var write: String?
  @OptionGroup var format: FormatOption

  func validate() throws {
    if loads.count < 3 { throw ValidationError("Name at least three loads of different rates with --from-load.") }
  }

  func run() throws {
    let measured = try loads.map(MeasuredLoad.init).sorted { $0.rate < $1.rate }
    // Rates within a twentieth of each other tell the same.
    let rates = measured.reduce(into: [Double]()) { rates, load in
      if load.rate > (rates.last ?? 0) * 1.05 { rates.append(load.rate) }
    }
    guard rates.count >= 3 else {
      throw Failure(
        .usage,
        "the loads are of \(rates.count) different rates: \(rates.map { fixed($0, 1) }.joined(separator: ", ")) a second",
        help: "name at least three loads whose rates are apart")
    }
    let fit: ServerFit
    do throws(PlanningError) {
      fit = try ServerFit(
        measured.map { ServerFit.Point(rate: $0.rate, meanResponse: $0.mean) }, serviceCV: measured[0].cv)
    } catch { throw Failure(.usage, "\(error)") }
    let report = CalibrationReport(loads: measured, fit: fit)
    if fit.error > 0.1 {
      Terminal.note(
        "warning: the fit is \(percent(fit.error, 0)) off on average: these loads are not those of one pool of servers; was the store "
          + "alone, and each load steady?")
    }
    if let write { try replaceFile(write, with: report.yaml) }
    switch format.format {
    case .text: try Terminal.out(report.text)
    case .json: try Terminal.out(report.document.text())
    case .csv: try Terminal.out(report.table.csv())
    case .md: try Terminal.out(report.table.markdown())
    }
  }
}

/// One steady load, as its summary tells.
struct MeasuredLoad {
  let name: String
  /// Requests sent per second.
  let rate: Double
  let answered: Int
  /// The mean time from a send to the last byte, in seconds, and its variation as the 90th percentile over the median has it.
  let mean: Double
  let cv: Double

  /// Reads a load.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/usage`` for a folder without a summary, and for a load that cannot be fitted.
  init(_ path: String) throws {
    let isFile = path.hasSuffix(".json")
    let file = isFile ? path : path + "/summary.json"
    name = path
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Failure(.usage, "there is no \"\(file)\"", help: "keep a load with doorstep load --out DIR")
    }
    guard let summary = try? JSONDecoder().decode(Summary.self, from: data), summary.schema == 1 else {
      throw Failure(.usage, "\"\(file)\" is no summary of a load", help: "name a folder of doorstep load --out")
    }
    if let reason = summary.unfit {
      throw Failure(
        .usage, "the load \"\(path)\" \(reason)", help: "leave it out, or send it again: the fit is of steady states")
    }
    guard let times = summary.times_ms["service"] ?? nil, let mean = times["mean"], let median = times["p50"],
      let upper = times["p90"], median > 0
    else { throw Failure(.usage, "the load \"\(path)\" has no answers", help: "leave it out") }
    let failed = summary.requests.failed
    answered = summary.requests.answered
    // An answer with a wrong status is an answer and a failure.
    let all = answered + failed - (summary.failures?["status"] ?? 0) - (summary.failures?["value"] ?? 0)
    guard Double(failed) <= 0.01 * Double(all) else {
      throw Failure(
        .usage, "in the load \"\(path)\" \(failed) of \(all) requests failed",
        help: "leave out loads that the store could not serve: the fit is of steady states")
    }
    rate = summary.sent_per_s
    self.mean = mean / 1_000
    // For a lognormal law: the quantile's distance from the median is 1.2816 standard deviations of the logarithm.
    let sigma = log(max(1, upper / median)) / 1.281_551_565_544_6
    cv = (exp(sigma * sigma) - 1).squareRoot()
  }

  private struct Summary: Decodable {
    struct Requests: Decodable {
      var answered: Int
      var failed: Int
    }
    var schema: Int
    var requests: Requests
    var failures: [String: Int]?
    var invalid: Bool?
    var interrupted: Bool?
    var aborted_by: String?
    var sent_per_s: Double

    /// Why nothing can be fitted to it; nil where it can.
    var unfit: String? {
      if invalid ?? false { return "is invalid: the generator missed its own schedule" }
      if let aborted_by { return "was stopped by \(aborted_by)" }
      return interrupted ?? false ? "was interrupted" : nil
    }
    var times_ms: [String: [String: Double]?]
  }
}

/// What a calibration prints.
struct CalibrationReport {
  let loads: [MeasuredLoad]
  let fit: ServerFit

  private func milliseconds(_ seconds: Double?, _ digits: Int = 3) -> String {
    seconds.map { fixed($0 * 1_000, digits) } ?? "–"
  }

  private var workers: String {
    let range = fit.workersRange
    return range.upperBound * 10 > ServerFit.mostWorkers * 9
      ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
  }

  /// A row per load.
  var table: Table {
    var table = Table([
      .text("load"), .number("rate_per_s"), .number("answered"), .number("measured_ms"), .number("fitted_ms"),
      .number("error"), .number("utilisation"),
    ])
    for load in loads {
      let fitted = fit.response(rate: load.rate)
      table.add(
        load.name, fixed(load.rate, 1), "\(load.answered)", milliseconds(load.mean), milliseconds(fitted),
        fitted.map { percent($0 / load.mean - 1, 1) } ?? "–",
        percent(load.rate * fit.serviceTime / Double(fit.workers), 0))
    }
    return table
  }

  /// The fields as a part of a scenario.
  var yaml: String {
    """
    # Fitted by doorstep calibrate to \(loads.count) loads, \(fixed(loads[0].rate, 0)) to \(fixed(loads.last?.rate ?? 0, 0)) requests a second.
    storefront:
      workers: \(fit.workers)            # 95 % interval: \(workers)
      serviceTime: \(fixed(fit.serviceTime * 1e6, 0)) us     # \(milliseconds(fit.serviceTimeRange.lowerBound)) to \(milliseconds(fit.serviceTimeRange.upperBound)) ms
      serviceCV: \(fixed(fit.serviceCV, 2))          # of the slowest load: its 90th percentile over its median

    """
  }

  var text: String {
    table.text() + "\nerrors of the fit: \(percent(fit.error, 1)) (root mean square)\n\n" + yaml
  }

  var document: JSONValue {
    [
      "schema": .integer(1),
      "workers": [
        "estimate": .integer(fit.workers), "lower": .integer(fit.workersRange.lowerBound),
        "upper": .integer(fit.workersRange.upperBound),
      ],
      "service_time_s": [
        "estimate": .number(fit.serviceTime), "lower": .number(fit.serviceTimeRange.lowerBound),
        "upper": .number(fit.serviceTimeRange.upperBound),
      ],
      "service_cv": .number(fit.serviceCV), "error": .number(fit.error),
      "loads": .array(of: loads) { load in
        [
          "load": .string(load.name), "rate_per_s": .number(load.rate), "answered": .integer(load.answered),
          "measured_s": .number(load.mean), "fitted_s": .number(fit.response(rate: load.rate)),
        ]
      },
    ]
  }
}
