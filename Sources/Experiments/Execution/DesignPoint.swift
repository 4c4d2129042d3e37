/// A variant of a scenario: what an experiment changes in it.
public struct DesignPoint: Hashable, Sendable {
  /// What reports call it.
  public let label: String
  /// `path=value` each, as `--set` takes them.
  public let overrides: [String]

  /// A variant.
  public init(label: String, overrides: [String]) {
    self.label = label
    self.overrides = overrides
  }
}
