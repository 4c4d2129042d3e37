/// One uniform number that answers several yes-or-no questions in turn, each independent of the others.
///
/// Given the answer, what is left of the number is uniform again: it is rescaled and asked the next question. 52 bits
/// suffice for a handful of questions.
struct UniformSplit {
  private var rest: Double

  /// Starts from a uniform number in 0..<1.
  init(_ uniform: Double) { rest = uniform }

  /// Yes with a probability in 0...1.
  mutating func take(_ probability: Double) -> Bool {
    if rest < probability {
      rest /= probability
      return true
    }
    if probability < 1 { rest = (rest - probability) / (1 - probability) }
    return false
  }

  /// The number that is left, uniform.
  var remainder: Double { rest }
}
