/// When an answer has had enough replications: `halfwidth(Q3.units)<5%`.
///
/// The half-width is relative to the figure. A key without its last part means all figures that begin with it, as `Q3.units` means
/// those of all SKUs.
public struct AnswerRule: Sendable, Equatable {
  /// The rule as written.
  public let text: String
  /// The question.
  public let question: AnswerQuestion
  /// The key of its figures.
  public let key: String
  /// The largest relative half-width.
  public let bound: Double

  /// Reads a rule; nil when it is none.
  public init?(_ text: String) {
    let plain = text.filter { $0 != " " }
    let halves = plain.split(separator: "<", omittingEmptySubsequences: false)
    guard halves.count == 2, halves[0].hasPrefix("halfwidth(Q"), halves[0].hasSuffix(")"), halves[1].hasSuffix("%"),
      let percent = Double(halves[1].dropLast()), percent > 0
    else { return nil }
    let inner = halves[0].dropFirst(11).dropLast()
    guard let dot = inner.firstIndex(of: "."), let number = Int(inner[..<dot]),
      let question = AnswerQuestion(rawValue: number), inner.index(after: dot) < inner.endIndex
    else { return nil }
    self.text = text
    self.question = question
    key = String(inner[inner.index(after: dot)...])
    bound = percent / 100
  }

  /// The figures of an answer that the rule is about.
  public func figures(of answer: Answer) -> [AnswerFigure] {
    answer.figures.filter { $0.key == key || $0.key.hasPrefix(key + ".") }
  }

  /// The widest of them; nil when the answer has no such figure.
  public func width(in answers: [Answer]) -> Double? {
    guard let answer = answers.first(where: { $0.number == question.rawValue }) else { return nil }
    return figures(of: answer).map(\.relativeHalfWidth).max()
  }
}

/// How a stop rule ended.
public struct AnswerRuleOutcome: Codable, Sendable, Equatable {
  /// The rule.
  public var rule: String
  /// The widest relative half-width at the end; nil when it is infinite.
  public var width: Double?
  /// Whether the rule holds.
  public var holds: Bool
}
