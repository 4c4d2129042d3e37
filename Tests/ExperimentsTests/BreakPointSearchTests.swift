import Experiments
import Testing

@Suite struct BreakPointSearchTests {
  private func search(
    limit: Double, margin: Double = 0, snap: @escaping @Sendable (Double) -> Double = { $0 }
  ) -> BreakPointSearch.Answer {
    BreakPointSearch(range: 0.01...100, precision: 0.01, snap: snap).run(from: 1) { load in
      BreakPointSearch.Stand(
        holds: load <= limit, isSure: load <= limit * (1 - margin), isLost: load > limit * (1 + margin))
    }
  }

  @Test("The crossing is found to the precision, on either side of the start", arguments: [0.0311, 0.7, 1.5, 37.2])
  func crossing(limit: Double) throws {
    let answer = search(limit: limit, margin: 0.1)
    let (last, first) = (try #require(answer.estimate.last), try #require(answer.estimate.first))
    #expect(last <= limit && limit < first && first <= last * 1.01)
    let (lower, upper) = (try #require(answer.sure.last), try #require(answer.lost.first))
    #expect(abs(lower / (limit * 0.9) - 1) < 0.011 && abs(upper / (limit * 1.1) - 1) < 0.011)
    #expect(answer.violations.isEmpty && answer.points.count < 40)
  }

  @Test("A search that meets no crossing ends at the range")
  func ends() {
    let never = search(limit: 1_000)
    #expect(never.estimate.first == nil && never.points.last?.load == 100)
    let always = search(limit: 0.001)
    #expect(always.estimate.last == nil && always.points.first?.load == 0.01)
  }

  @Test("Loads with gaps: the two neighbours are the answer")
  func gaps() {
    let answer = search(limit: 5.6) { max(1, ($0 * 4).rounded()) / 4 }
    #expect(answer.estimate.last == 5.5 && answer.estimate.first == 5.75)
  }

  @Test("What holds above what does not is told")
  func violations() {
    let answer = BreakPointSearch(range: 0.5...8, precision: 0.2).run(from: 1) { load in
      let holds = load < 1.1 || load > 1.3 && load < 3
      return BreakPointSearch.Stand(holds: holds, isSure: holds, isLost: load > 6)
    }
    #expect(
      answer.violations.isEmpty
        == zip(answer.points, answer.points.dropFirst()).allSatisfy { $0.stand.holds || !$1.stand.holds })
    #expect(answer.estimate.first.map { $0 >= 1.1 } == true)
  }
}
