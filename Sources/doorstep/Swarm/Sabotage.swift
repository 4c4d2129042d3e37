@_spi(Testing) import Logistics

/// The one way in which a planted bug gets into this program: a variable of the environment, and loud.
enum Sabotage {
  /// The name of the variable.
  static let variable = "DOORSTEP_PLANTED_BUG"

  /// The bug that the environment asks for; nil for everybody who did not set the variable on purpose.
  ///
  /// - Throws: ``Failure`` for a bug that does not exist.
  static func asked(quiet: Bool = false) throws -> PlantedBug? {
    let name = Terminal.environment(variable)
    guard !name.isEmpty else { return nil }
    guard let bug = PlantedBug(rawValue: name) else {
      throw Failure(
        .usage, "\(variable) \"\(name)\" is no planted bug",
        help: "unset it: it exists to test the tests (\(PlantedBug.allCases.map(\.rawValue).joined(separator: ", ")))")
    }
    if !quiet { Terminal.note("warning: \(variable) plants the bug \(name): all results are wrong on purpose") }
    return bug
  }
}
