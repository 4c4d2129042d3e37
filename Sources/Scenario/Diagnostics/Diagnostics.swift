/// One problem of a scenario: what is wrong, where, and how to fix it.
public struct Diagnostic: Hashable, Sendable {
  /// How bad it is.
  public enum Severity: String, Sendable { case error, warning }

  /// Errors stop a run; warnings are shown.
  public var severity: Severity
  /// Where the problem is.
  public var mark: Mark
  /// What is wrong: lower case, no full stop, the offending value in quotes.
  public var message: String
  /// How to fix it.
  public var help: String?

  /// Makes a diagnostic.
  public init(_ severity: Severity, at mark: Mark, _ message: String, help: String? = nil) {
    self.severity = severity
    self.mark = mark
    self.message = message
    self.help = help
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: error: …`, and a second line with the help.
  public var description: String {
    let first = "\(mark): \(severity.rawValue): \(message)"
    return help.map { "\(first)\n  help: \($0)" } ?? first
  }
}

/// The problems of one scenario, collected so that all of them are reported at once.
///
/// The loader throws it; model builders make one, add what they find, and call ``check()``.
public struct Diagnostics: Error, Sendable {
  /// The problems as they were found.
  public private(set) var all: [Diagnostic] = []

  /// Makes an empty collection.
  public init() {}

  /// Adds an error.
  public mutating func error(at mark: Mark, _ message: String, help: String? = nil) {
    all.append(Diagnostic(.error, at: mark, message, help: help))
  }

  /// Adds a warning.
  public mutating func warning(at mark: Mark, _ message: String, help: String? = nil) {
    all.append(Diagnostic(.warning, at: mark, message, help: help))
  }

  /// Adds the problems that another part found.
  public mutating func add(_ others: Diagnostics) { all.append(contentsOf: others.all) }

  /// Throws everything found so far when there is at least one error.
  public func check() throws(Diagnostics) { if hasErrors { throw self } }

  /// Whether there is at least one error.
  public var hasErrors: Bool { all.contains { $0.severity == .error } }
  var errorCount: Int { all.count { $0.severity == .error } }
  /// Whether nothing was found.
  public var isEmpty: Bool { all.isEmpty }
  /// The errors by position.
  public var errors: [Diagnostic] { sorted.filter { $0.severity == .error } }
  /// The warnings by position.
  public var warnings: [Diagnostic] { sorted.filter { $0.severity == .warning } }

  /// The problems by position: file in the order of loading, line, column; each once.
  public var sorted: [Diagnostic] {
    var seen = Set<Diagnostic>()
    return all.enumerated().filter { seen.insert($0.element).inserted }
      .sorted { a, b in Self.key(a.element, a.offset) < Self.key(b.element, b.offset) }
      .map(\.element)
  }

  private static func key(_ d: Diagnostic, _ offset: Int) -> (Int, String, Int, Int, Int) {
    (d.mark.fileIndex, d.mark.file, d.mark.line, d.mark.column, offset)
  }
}

extension Diagnostics: CustomStringConvertible {
  /// All problems by position, a line or two each.
  public var description: String { sorted.map(\.description).joined(separator: "\n") }
}
