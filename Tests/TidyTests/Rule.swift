/// One thing a machine can check about our files.
struct Rule: Sendable {
  /// What it is called in a finding.
  let name: String
  /// Finds what breaks the rule, given all files.
  let check: @Sendable ([SourceFile]) -> [Finding]
  /// Files that break it, each by itself, so that a rule that stops working is noticed.
  let canaries: [[SourceFile]]
  /// Files that look alike and do not break it.
  let innocents: [SourceFile]

  init(
    _ name: String, canaries: [[SourceFile]], innocents: [SourceFile] = [],
    check: @escaping @Sendable ([SourceFile]) -> [Finding]
  ) {
    self.name = name
    self.canaries = canaries
    self.innocents = innocents
    self.check = check
  }

  /// A rule that looks at one file at a time.
  init(
    each name: String, canaries: [SourceFile], innocents: [SourceFile] = [],
    check: @escaping @Sendable (SourceFile) -> [Finding]
  ) {
    self.init(name, canaries: canaries.map { [$0] }, innocents: innocents) { $0.flatMap(check) }
  }
}

/// One place that breaks a rule.
struct Finding: CustomStringConvertible {
  let path: String
  let line: Int
  let message: String

  init(_ file: SourceFile, line: Int, _ message: String) {
    path = file.path
    self.line = line
    self.message = message
  }

  var description: String { "\(path):\(line): \(message)" }
}
