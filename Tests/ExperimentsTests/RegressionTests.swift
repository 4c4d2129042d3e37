import Experiments
import Kernel
import Logistics
import Testing

@Suite struct RegressionTests {
  private let conversion = MetricName(metric: "conversion")

  private func runs(_ values: [Double], seed: UInt64 = 1, _ name: String = "conversion") -> [Baseline.Replication] {
    values.enumerated().map {
      Baseline.Replication(
        seed: seed, number: UInt32($0.offset), samples: [MetricName(metric: name): .number($0.element)])
    }
  }

  @Test("Pairs cancel what both have in common; other seeds do not")
  func pairs() {
    let before = runs([1, 2, 3, 4])
    let paired = Regression(conversion, current: runs([1.1, 2.1, 3.1, 4.1]), baseline: before, margin: 0.01)
    #expect(paired.isPaired && paired.outcome == .better)
    #expect(abs((paired.difference?.estimate ?? 0) - 0.1) < 1e-12 && (paired.difference?.halfWidth ?? 1) < 1e-9)
    let other = Regression(conversion, current: runs([1.1, 2.1, 3.1, 4.1], seed: 2), baseline: before, margin: 0.01)
    #expect(!other.isPaired && other.outcome == .inconclusive)
    // Welch with equal variances of 5/3 and n = 4: standard error sqrt(5/6), t(0.975; 6) = 2.4469.
    #expect(abs((other.difference?.halfWidth ?? 0) - 2.4469 * (5.0 / 6).squareRoot()) < 1e-3)
  }

  @Test(
    "The margin and the better way decide",
    arguments: [
      ("conversion", 0.9, Regression.Outcome.fail), ("conversion", 0.99, .pass), ("conversion", 1.1, .better),
      ("late_share", 1.1, .fail), ("late_share", 1.01, .pass), ("late_share", 0.9, .better), ("visits", 1.1, .fail),
      ("visits", 0.9, .fail), ("visits", 1.01, .pass),
    ])
  func margins(metric: String, factor: Double, outcome: Regression.Outcome) {
    let name = MetricName(metric: metric)
    let before = runs([1, 1.0001, 1, 1.0001], metric)
    let now = before.map {
      Baseline.Replication(
        seed: $0.seed, number: $0.number, samples: [name: .number(($0.samples[name]?.value ?? 0) * factor)])
    }
    #expect(Regression(name, current: now, baseline: before, margin: 0.05).outcome == outcome)
  }

  @Test("One replication decides nothing, and nothing measured is told")
  func few() {
    #expect(Regression(conversion, current: runs([1]), baseline: runs([1]), margin: 1).outcome == .inconclusive)
    #expect(Regression(conversion, current: [], baseline: runs([1]), margin: 1).outcome == .noSamples)
  }

  @Test("A baseline comes back as it was written, other cases untouched")
  func baseline() throws {
    var baseline = Baseline()
    let share = MetricName(metric: "late_share", scope: .country, part: "DE")
    baseline.replace(
      "b",
      with: [
        Baseline.Replication(seed: 7, number: 0, samples: [share: .share(of: 8, part: 1), conversion: .number(nil)])
      ])
    baseline.replace("a, \"quoted\"", with: runs([0.1, 0.25]))
    let again = try Baseline(parsing: baseline.text)
    #expect(again.text == baseline.text && again["b"] == baseline["b"] && again["a, \"quoted\""]?.count == 2)
    var changed = again
    changed.replace("b", with: runs([3]))
    #expect(changed["a, \"quoted\""] == again["a, \"quoted\""] && changed["b"]?.count == 1)
    for text in ["", "case\n", "case,seed,replication,metric,value,part,whole\na,x,0,visits,1,,\n", "a,\"b\n"] {
      #expect(throws: CSVRows.Problem.self) { try Baseline(parsing: text) }
    }
  }

  @Test("Every metric with a better way is a metric")
  func directions() {
    let known = Set(Metric.all.map(\.name))
    for (name, way) in [("conversion", Metric.Direction.more), ("late_share", .less), ("visits", .neither)] {
      #expect(Metric.better(name) == way)
    }
    for name in Metric.namesWithDirection { #expect(known.contains(name), "\(name)") }
  }
}
