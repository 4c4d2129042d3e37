import Foundation
import Logistics
import Scenario

/// A number of a scenario that a search turns: its path, its value with the unit, and whether it must be whole.
struct NumericField {
  let path: String
  /// The scenario's own number, above 0.
  let base: Double
  /// What stands behind it, ` min` or `/h`; empty without a unit.
  let unit: String
  /// Whether only whole numbers may stand there.
  let isWhole: Bool

  /// Finds the number in a scenario, by its path or, when only one number has them, by the path's words in another order:
  /// `demand.scale` is `scale.demand`.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/usage`` when there is no such number above 0.
  init(_ path: String, scenario: String, overrides: [String], document: ScenarioDocument) throws {
    let parameters = document.parameters
    func words(_ path: String) -> [Substring] { path.split(separator: ".").sorted() }
    let alike = parameters.filter { words($0.path) == words(path) }
    guard let parameter = parameters.first(where: { $0.path == path }) ?? (alike.count == 1 ? alike[0] : nil) else {
      let near = NearestName.suggestion(for: path, in: parameters.map(\.path))
      throw Failure(
        .usage, "the scenario has no value \"\(path)\"\(near)",
        help: "doorstep lint \(scenario) --resolved  lists all values")
    }
    self.path = parameter.path
    let path = parameter.path
    let text = parameter.value
    let digits = text.prefix { "0123456789.eE+-".contains($0) }
    guard let base = Double(String(digits)), base > 0,
      !text.dropFirst(digits.count).contains(where: { "0123456789{[\"".contains($0) })
    else {
      throw Failure(
        .usage, "\(path) is \"\(text)\", no number above 0",
        help: "name a number, for example scale.demand or markets.US.lastMile.stops")
    }
    self.base = base
    unit = String(text.dropFirst(digits.count))
    let isInteger = base == base.rounded()
    // A field of whole numbers refuses a fraction, which is the only way to tell without its declaration.
    let fraction = path + "=\(base + 0.5)" + unit
    isWhole =
      isInteger
      && (try? ScenarioDocument.load(
        path: scenario, overrides: overrides + [fraction], schema: ModelSchema.schema)) == nil
  }

  /// The value at a multiple of the scenario's own.
  func value(_ multiple: Double) -> Double { isWhole ? (base * multiple).rounded() : rounded(base * multiple, 9) }

  /// The value to try near a multiple: whole where it must be, four digits otherwise.
  func written(_ multiple: Double) -> Double {
    isWhole ? max(value(multiple), 1) : rounded(base * multiple, 4)
  }

  private func rounded(_ value: Double, _ digits: Int) -> Double {
    Double(String(format: "%.\(digits)g", value)) ?? value
  }

  /// The value as a scenario writes it.
  func text(_ multiple: Double) -> String { value(multiple).text + unit }

  /// What `--set` needs.
  func override(_ multiple: Double) -> String { "\(path)=\(text(multiple))" }
}
