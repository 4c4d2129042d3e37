import Kernel

/// A department of one region: it executes its own events, and talks to its peers by scheduling theirs.
protocol Department: AnyObject {
  /// Schedules the department's first events.
  func start(_ scheduler: ModelScheduler)
  /// Executes one of the department's events.
  func execute(_ event: Event, _ scheduler: ModelScheduler)
  /// Reports what is inconsistent, in words a user can act on.
  func check(_ report: inout InvariantReport)
}

extension InvariantReport {
  /// Counts a check, and notes the sentence when the condition does not hold; only the first twenty are kept.
  mutating func require(_ condition: Bool, _ sentence: @autoclosure () -> String) {
    checked += 1
    if !condition, violations.count < 20 { violations.append(sentence()) }
  }
}
