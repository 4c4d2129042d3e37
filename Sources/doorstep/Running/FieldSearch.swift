import Experiments
import Logistics
import Reporting
import Scenario

/// Finds the numbers of a scenario that are to be moved, and ends to which they can be.
struct FieldSearch {
  let base: LoadedScenario
  private(set) var ranges: [FieldRange] = []
  private(set) var refusals: [SensitivityReport.Refusal] = []
  private let path: String
  private let overrides: [String]
  private let share: Double
  /// Numbers that have no more decimals than are written.
  private var rounded: Set<String> = []

  init(_ path: String, _ base: LoadedScenario, _ overrides: [String], share: Double) {
    self.path = path
    self.base = base
    self.overrides = overrides
    self.share = share
  }

  /// Chooses numbers by the texts of `--field`, or all written assumptions; those that cannot move are refused, and told.
  ///
  /// - Throws: ``Failure`` for a text that names nothing.
  mutating func choose(_ texts: [String]) throws {
    let all = base.document.numericParameters.filter { $0.path != "seed" }
    var seen: Set<String> = []
    for text in texts {
      let equals = text.firstIndex(of: "=")
      let name = trimmed(equals.map { text[..<$0] } ?? text[...])
      let found = all.filter { $0.path == name || $0.path.hasPrefix(name + ".") || $0.path.hasPrefix(name + "[") }
      guard !found.isEmpty else {
        throw Failure(
          .usage, "the scenario has no number at \"\(name)\"\(NearestName.suggestion(for: name, in: all.map(\.path)))",
          help: "doorstep lint --resolved lists all fields")
      }
      for parameter in found where seen.insert(parameter.path).inserted {
        if let equals { try add(parameter, trimmed(text[text.index(after: equals)...])) } else { add(parameter) }
      }
    }
    if texts.isEmpty { for parameter in all where parameter.isWritten && parameter.isAssumption { add(parameter) } }
  }

  /// The value of a number between its ends.
  func end(of range: FieldRange, at place: Double) -> FieldRange.End {
    range.end(at: place, isRounded: rounded.contains(range.parameter.path))
  }

  /// The scenario with numbers set.
  func load(_ ends: [(FieldRange, FieldRange.End)]) throws -> LoadedScenario {
    try loadPlacedScenario(
      path, overrides: overrides + ends.map { "\($0.parameter.path)=\($1.text)" }, quiet: true)
  }

  private mutating func add(_ parameter: NumericParameter, _ text: String) throws {
    let ends = text.split(separator: "..", maxSplits: 1).map { trimmed($0) }
    guard ends.count == 2, let low = parameter.number(ends[0]), let high = parameter.number(ends[1]), low < high else {
      throw Failure(
        .usage, "\"\(text)\" is no range for \(parameter.path)",
        help: "write low..high\(parameter.unit.isEmpty ? "" : ", each in \(parameter.unit)")")
    }
    let range = FieldRange(
      parameter, low: .init(value: low, text: ends[0]), high: .init(value: high, text: ends[1]))
    if let reason = problem(range) { return refuse(parameter, reason) }
    if isCoarse(range) { rounded.insert(parameter.path) }
    ranges.append(range)
  }

  /// Tries the share with six digits, then with the decimals written.
  private mutating func add(_ parameter: NumericParameter) {
    var reason = "it is 0, or its last digit is larger than the step"
    for isRounded in [false, true] {
      guard let range = FieldRange(parameter, share: share, isRounded: isRounded) else { continue }
      guard let found = problem(range) else {
        if isRounded || isCoarse(range) { rounded.insert(parameter.path) }
        return ranges.append(range)
      }
      reason = found
    }
    refuse(parameter, reason)
  }

  /// Whether places between the ends need rounding: amounts have no finer digits than whole minor units.
  private func isCoarse(_ range: FieldRange) -> Bool {
    let inside = range.end(at: 1.0 / 3, isRounded: false)
    return problem(FieldRange(range.parameter, low: inside, high: range.high)) != nil
  }

  private mutating func refuse(_ parameter: NumericParameter, _ reason: String) {
    refusals.append(.init(path: parameter.path, reason: reason))
  }

  /// Why the scenario is not valid at one of the ends; nil when it is.
  private func problem(_ range: FieldRange) -> String? {
    for end in [range.low, range.high] {
      do throws(Diagnostics) {
        let change = "\(range.parameter.path)=\(end.text)"
        _ = try Model.build(Model.document(path: path, overrides: overrides + [change]))
      } catch {
        return "at \(end.text) \(error.errors.first?.message ?? "the scenario is not valid")"
      }
    }
    return nil
  }
}
