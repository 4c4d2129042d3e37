/// The version of the engine and of the command line, as `doorstep --version`, every run and every trace say it.
public enum EngineVersion {
  /// Semantic version; results may move when the second number does (CHANGELOG.md, "Results").
  public static let current = "0.1.0"
}
