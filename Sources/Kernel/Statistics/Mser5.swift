/// Where a run's warm-up ends.
public enum Mser5 {
  /// The number of observations to drop from the front: the cut that minimises the standard error of the rest.
  ///
  /// Works on means of five; looks at cuts in the first half only. Nil where the best cut is the last one looked at:
  /// the run is then too short to tell.
  /// Source: White, Cobb, Spratt, *A Comparison of Five Steady-State Truncation Heuristics*, WSC 2000.
  public static func truncation(of run: [Double]) -> Int? {
    let groups = run.count / 5
    guard groups >= 4 else { return nil }
    var rest = Tally()
    var best = (cut: 0, score: Double.infinity)
    for group in (0..<groups).reversed() {
      let values = run[(5 * group)..<(5 * group + 5)]
      rest.add(values.reduce(0, +) / 5)
      let score = rest.squares / (Double(rest.count) * Double(rest.count))
      if group <= groups / 2 && score <= best.score { best = (group, score) }
    }
    return best.cut == groups / 2 ? nil : 5 * best.cut
  }
}
