import Experiments
import Kernel
import Logistics
import Testing

@Suite struct MetricEstimateTests {
  private let lateShare = MetricName(metric: "late_share")

  @Test("A share is the ratio of sums, so that a quiet replication weighs little")
  func ratio() throws {
    let busy = [MetricSample](repeating: .share(of: 1_000, part: 10), count: 19)
    let estimate = MetricEstimate(lateShare, busy + [.share(of: 10, part: 10)])
    let interval = try #require(estimate.interval)
    #expect(abs(interval.estimate - 200.0 / 19_010) < 1e-4)
    #expect(estimate.values.last == 1)
  }

  @Test("A number is a mean with Student's t over the replications that measured it")
  func mean() throws {
    let estimate = MetricEstimate(
      MetricName(metric: "gmv"), [.number(1), .number(nil), .number(2), .number(3), nil])
    let interval = try #require(estimate.interval)
    #expect(interval.estimate == 2)
    #expect(abs(interval.halfWidth - 4.302652729 / 3.0.squareRoot()) < 1e-8)
    #expect(estimate.empty == 2)
    #expect(MetricEstimate(lateShare, [.share(of: 0, part: 0)]).interval == nil)
  }

  @Test("A gate passes, fails or stays open by where the interval lies; without samples it says so")
  func outcomes() throws {
    let estimate = MetricEstimate(MetricName(metric: "gmv"), [.number(9), .number(10), .number(11)])
    let gates = ["value<20", "value<5", "upper<10", "lower>1"]
    let outcomes = try gates.map { estimate.outcome(try MetricGate.parse($0)) }
    #expect(outcomes == [.pass, .fail, .inconclusive, .pass])
    #expect(MetricEstimate(lateShare, [MetricSample]()).outcome(try MetricGate.parse("value<1")) == .noSamples)
    #expect(
      MetricEstimate(lateShare, [MetricSample.number(0)]).outcome(try MetricGate.parse("value<1")) == .inconclusive)
  }
}
