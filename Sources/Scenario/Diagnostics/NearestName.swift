/// Finds the name a user probably meant.
public enum NearestName {
  /// The candidate closest to a mistyped name, or nil when none is close.
  ///
  /// Case, `_` and `-` cost nothing; otherwise at most a third of the letters may differ, at least one.
  public static func find(_ name: String, in candidates: some Sequence<String>) -> String? {
    let folded = fold(name)
    guard !folded.isEmpty, folded.count <= 64 else { return nil }
    let limit = max(1, folded.count / 3)
    var best: (distance: Int, name: String)?
    for candidate in candidates {
      let other = fold(candidate)
      if abs(other.count - folded.count) > limit { continue }
      let distance = editDistance(folded, other)
      if distance <= limit, best.map({ (distance, candidate) < $0 }) ?? true { best = (distance, candidate) }
    }
    return best?.name
  }

  /// `; did you mean "X"?`, or nothing.
  public static func suggestion(for name: String, in candidates: some Sequence<String>) -> String {
    find(name, in: candidates).map { "; did you mean \"\($0)\"?" } ?? ""
  }

  private static func fold(_ name: String) -> [Character] {
    Array(name.lowercased().filter { $0 != "_" && $0 != "-" })
  }

  /// Edits between two words, where swapping neighbours counts once (optimal string alignment).
  static func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var before: [Int] = []
    var row = Array(0...b.count)
    for i in a.indices {
      var next = [i + 1]
      for j in b.indices {
        var cost = min(row[j] + (a[i] == b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
        next.append(cost)
      }
      before = row
      row = next
    }
    return row[b.count]
  }
}
