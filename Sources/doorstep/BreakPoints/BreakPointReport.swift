import Experiments
import Kernel
import Logistics
import Reporting

/// What a search for a break point prints.
struct BreakPointReport {
  let field: NumericField
  let gates: [GateOnMetric]
  let answer: BreakPointSearch.Answer
  /// The points tried, the smallest value first.
  let points: [BreakPointPoint]
  let isSmallest: Bool
  let replications: Int
  let identity: RunIdentity

  private func value(_ load: Double?) -> String? { load.map { field.text(multiple($0)) } }
  private func multiple(_ load: Double) -> Double { isSmallest ? 1 / load : load }
  private func shown(_ load: Double?) -> String? {
    load.map {
      "\(fixed(multiple($0), 3))x" + (field.base == 1 && field.unit.isEmpty ? "" : " (\(field.text(multiple($0))))")
    }
  }

  /// The answer in a sentence.
  var sentence: String {
    let gates = gates.map(\.text).joined(separator: " and ")
    guard let last = answer.estimate.last else {
      let start = "\(gates) fails at every value tried, \(field.text(multiple(answer.points[0].load))) included"
      return answer.points[0].stand.isLost ? start : start + ", by the estimate; its interval leaves that undecided"
    }
    guard answer.estimate.first != nil else {
      let start = "\(gates) holds at every value tried, \(shown(answer.points.last?.load) ?? "") included"
      return answer.points.last?.stand.isSure ?? true
        ? start : start + ", by the estimate; its interval leaves that undecided"
    }
    let word = isSmallest ? "from" : "up to"
    let ends = [shown(answer.sure.last) ?? "the end of the range", shown(answer.lost.first) ?? "the end of the range"]
    return "\(gates) holds \(word) \(field.path) = \(shown(last) ?? ""), 95 % interval "
      + (isSmallest ? "\(ends[1]) to \(ends[0])" : "\(ends[0]) to \(ends[1])")
  }

  /// What grew between the easiest point and the first that fails.
  private var strains: (late: [PressureGauge.Strain], waits: [PressureGauge.Strain], beyond: BreakPointPoint)? {
    guard let first = answer.estimate.first, answer.estimate.last != nil,
      let beyond = points.first(where: { $0.multiple == multiple(first) }),
      let easiest = isSmallest ? points.last : points.first
    else { return nil }
    return (
      beyond.gauge.lateness(since: easiest.gauge), beyond.gauge.waits(since: easiest.gauge), beyond
    )
  }

  /// What breaks first, in a sentence; nil when nothing breaks or nothing grew.
  var breaksFirst: String? {
    guard let strains else { return nil }
    if let late = strains.late.first {
      return "\(late.name): \(percent(late.share, 0)) of the added lateness"
    }
    return strains.waits.first.map { "\($0.name): \(percent($0.share, 0)) of the added waits" }
  }

  private var notes: [String] {
    var lines = [sentence]
    if let breaksFirst { lines.append("Breaks first: \(breaksFirst)") }
    for violation in answer.violations {
      lines.append(
        "Not monotone: \(value(violation.lowerBound) ?? "") fails and \(value(violation.upperBound) ?? "") holds")
    }
    return lines
  }

  var text: String {
    var out = notes.map { $0 + "\n" }.joined() + "\nPoints\n" + points(plain: false).text()
    out += "\n\(gates[0].name.text)\n" + curve.map { "  \($0)\n" }.joined()
    if let table = strainTable { out += "\nWhat grows\n" + table.text() }
    return out
  }

  var markdown: String {
    var out = "# Break point of \(field.path)\n\n\(headLine(identity)), \(replications) replications a point\n\n"
    out += notes.map { "- \($0)\n" }.joined() + "\n## Points\n\n" + points(plain: false).markdown()
    if let table = strainTable { out += "\n## What grows\n\n" + table.markdown() }
    return out
  }

  /// A row per point.
  func points(plain: Bool) -> Table {
    var table = Table(
      [.number("multiple"), .number("value")]
        + gates.flatMap { gate -> [Table.Column] in
          plain
            ? [.number(gate.name.text), .number("lower"), .number("upper")]
            : [.number(gate.text), .number("95 % interval")]
        } + [.text("stand")])
    for point in points {
      let cells = point.estimates.flatMap { estimate -> [String] in
        guard let interval = estimate.interval else { return plain ? ["", "", ""] : ["–", "–"] }
        if plain { return ["\(interval.estimate)", "\(interval.lower)", "\(interval.upper)"] }
        return [figure(interval.estimate), "\(figure(interval.lower)) to \(figure(interval.upper))"]
      }
      table.rows.append([fixed(point.multiple, 4), point.value] + cells + [point.outcome])
    }
    return table
  }

  /// The first gate's metric as bars, its limit as a mark.
  private var curve: [String] {
    let limit = gates[0].gate.limit
    let values = points.map { $0.estimates[0].interval?.estimate ?? 0 }
    let top = max(values.map(abs).max() ?? 0, abs(limit))
    guard top > 0 else { return [] }
    let width = 50.0
    let mark = Int((abs(limit) / top * width).rounded())
    let labels = points.map(\.value)
    let longest = labels.map(\.count).max() ?? 0
    return zip(labels, values).map { label, value in
      let length = Int((max(value, 0) / top * width).rounded())
      var bar = Array(repeating: Character("#"), count: length)
      bar += Array(repeating: " ", count: max(0, mark + 1 - length))
      bar[mark < bar.count ? mark : bar.count - 1] = "|"
      return String(repeating: " ", count: longest - label.count) + label + "  " + String(bar)
    }
  }

  private var strainTable: Table? {
    guard let strains, !(strains.late.isEmpty && strains.waits.isEmpty) else { return nil }
    var table = Table([
      .text("what"), .text("where"), .number("before"), .number("beyond"), .number("share of growth"),
      .number("utilisation"),
    ])
    for strain in strains.late.prefix(5) {
      table.add(
        "lateness per order", strain.name, span(seconds: strain.before), span(seconds: strain.after),
        percent(strain.share, 0), "–")
    }
    for strain in strains.waits.prefix(5) {
      table.add(
        "wait per order", strain.name, span(seconds: strain.before), span(seconds: strain.after),
        percent(strain.share, 0), percent(strains.beyond.gauge.utilisation(of: strain.name), 0))
    }
    return table
  }

  var document: JSONValue {
    func number(_ load: Double?) -> JSONValue { .number(load.map { field.value(multiple($0)) }) }
    let ends = isSmallest ? (answer.lost.first, answer.sure.last) : (answer.sure.last, answer.lost.first)
    return [
      "schema": .integer(1),
      "scenario": ["name": .string(identity.scenarioName), "hash": .string(identity.scenarioHash)],
      "seed": .digits(String(identity.seed)), "replications": .integer(replications), "path": .string(field.path),
      "base": .number(field.base), "unit": .string(field.unit), "smallest": .bool(isSmallest),
      "gates": .array(of: gates) { .string($0.text) },
      "answer": [
        "value": number(answer.estimate.last), "first_failing": number(answer.estimate.first),
        "lower": number(ends.0), "upper": number(ends.1), "level": .number(0.95), "text": .string(sentence),
        "breaks_first": breaksFirst.map { .string($0) } ?? .null,
      ],
      "not_monotone": .array(of: answer.violations) { [$0.lowerBound, $0.upperBound].map { number($0) }.asArray },
      "points": .array(of: points) { point in
        [
          "multiple": .number(point.multiple), "value": .string(point.value), "stand": .string(point.outcome),
          "gates": .array(of: point.estimates) { estimate in
            [
              "metric": .string(estimate.name.text), "estimate": .number(estimate.interval?.estimate),
              "lower": .number(estimate.interval?.lower), "upper": .number(estimate.interval?.upper),
            ]
          },
        ]
      },
      "growth": .array(of: (strains?.late ?? []).prefix(10)) { strain in
        [
          "where": .string(strain.name), "before_s": .number(strain.before), "beyond_s": .number(strain.after),
          "share": .number(strain.share),
        ]
      },
    ]
  }

  /// Fails when there is no break point in the range.
  ///
  /// - Throws: ``Failure``.
  func judge() throws {
    if answer.estimate.last == nil {
      let range = "widen the range with --\(isSmallest ? "max" : "min")"
      if answer.points[0].stand.isLost { throw Failure(.thresholdFailed, sentence, help: range) }
      throw Failure(.inconclusive, sentence, help: "ask for more --replications, or " + range)
    }
    if answer.estimate.first == nil {
      throw Failure(.inconclusive, sentence, help: "widen the range with --\(isSmallest ? "min" : "max")")
    }
  }
}

extension [JSONValue] {
  fileprivate var asArray: JSONValue { .array(self) }
}
