/// A test case as JUnit's XML knows it.
public struct JUnitCase: Sendable {
  /// What went wrong.
  public struct Problem: Sendable {
    /// The kind of trouble.
    public var type: String
    /// It in one line.
    public var message: String
    /// All there is to say.
    public var text: String

    /// A problem.
    public init(type: String, message: String, text: String) {
      self.type = type
      self.message = message
      self.text = text
    }
  }

  /// The group that it belongs to.
  public var group: String
  /// Its name.
  public var name: String
  /// How long it took, in seconds.
  public var seconds: Double
  /// What went wrong; nothing when it passed.
  public var problems: [Problem]
  /// Why it was not run; nil when it was.
  public var skipped: String?

  /// A case.
  public init(group: String, name: String, seconds: Double, problems: [Problem] = [], skipped: String? = nil) {
    self.group = group
    self.name = name
    self.seconds = seconds
    self.problems = problems
    self.skipped = skipped
  }
}

/// Test cases as the XML that CI systems read: one suite, a `failure` for each problem.
public func junitXML(suite: String, _ cases: [JUnitCase]) -> String {
  let failed = cases.count { !$0.problems.isEmpty }
  let skipped = cases.count { $0.skipped != nil }
  let time = fixed(cases.reduce(0) { $0 + $1.seconds }, 3)
  let counts = "tests=\"\(cases.count)\" failures=\"\(failed)\" errors=\"0\" skipped=\"\(skipped)\" time=\"\(time)\""
  var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites \(counts)>\n"
  out += "  <testsuite name=\"\(escaped(suite))\" \(counts)>\n"
  for item in cases {
    out += "    <testcase classname=\"\(escaped(item.group))\" name=\"\(escaped(item.name))\""
    out += " time=\"\(fixed(item.seconds, 3))\""
    let inner =
      item.problems.map {
        "      <failure type=\"\(escaped($0.type))\" message=\"\(escaped($0.message))\">\(escaped($0.text))</failure>\n"
      }.joined() + (item.skipped.map { "      <skipped message=\"\(escaped($0))\"/>\n" } ?? "")
    out += inner.isEmpty ? "/>\n" : ">\n\(inner)    </testcase>\n"
  }
  return out + "  </testsuite>\n</testsuites>\n"
}
