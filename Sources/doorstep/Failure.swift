/// Why a command ends with another code than 0.
struct Failure: Error {
  /// The code.
  var code: ExitCode
  /// What is wrong: lower case, no full stop, the offending value in quotes; nil when it was printed already.
  var message: String?
  /// How to fix it.
  var help: String?
  /// Arguments that make the failure come back exactly, beside those given: the seed that the scenario chose.
  var reproducing: [String] = []

  /// A failure with something to say.
  init(_ code: ExitCode, _ message: String?, help: String? = nil) {
    self.code = code
    self.message = message
    self.help = help
  }

  /// The lines for standard error, without the command that reproduces it.
  var lines: [String] {
    var lines = message.map { ["error: \($0)"] } ?? []
    if let help { lines.append("  help: \(help)") }
    return lines
  }
}
