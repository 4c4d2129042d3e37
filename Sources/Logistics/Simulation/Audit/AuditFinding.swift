/// What the records of a run say that cannot be.
public struct AuditFinding: Sendable, Equatable, CustomStringConvertible {
  /// The law that is broken, in a few words that stay the same: `delivered before dispatch`.
  public var law: String
  /// What was seen, with figures.
  public var details: String

  /// A finding as a sentence.
  public var description: String { details.isEmpty ? law : "\(law): \(details)" }
}

/// The findings of an audit: the first of each law, and how many there were.
struct AuditLog {
  private(set) var findings: [AuditFinding] = []
  private(set) var count = 0

  /// Notes a finding when a law does not hold.
  mutating func require(_ holds: Bool, _ law: String, _ details: @autoclosure () -> String = "") {
    guard !holds else { return }
    count += 1
    guard !findings.contains(where: { $0.law == law }) else { return }
    findings.append(AuditFinding(law: law, details: details()))
  }
}
