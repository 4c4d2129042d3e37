import Experiments
import Kernel
import Logistics

/// What the replications of one point say.
struct BreakPointPoint {
  /// The multiple of the scenario's own value.
  var multiple: Double
  /// The value with its unit.
  var value: String
  /// Each gate's metric, in the order of the gates.
  var estimates: [MetricEstimate]
  /// Each gate's outcome.
  var outcomes: [ThresholdVerdict.Outcome]
  /// Whether each gate holds for the estimate.
  var holds: [Bool]
  /// What was under strain.
  var gauge: PressureGauge

  /// Reads the runs of a point.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/nothingSelected`` when a gate had nothing to measure.
  init(_ multiple: Double, _ value: String, _ results: [RunResult], _ gates: [GateOnMetric]) throws {
    self.multiple = multiple
    self.value = value
    gauge = PressureGauge(results)
    estimates = gates.map { gate in MetricEstimate(gate.name, results.map { $0.sample(gate.name) }) }
    outcomes = zip(gates, estimates).map { $1.outcome($0.gate) }
    holds = zip(gates, estimates).map { gate, estimate in
      estimate.interval.map { gate.gate.holds($0.estimate) } ?? false
    }
    if let empty = outcomes.firstIndex(of: .noSamples) {
      throw Failure(
        .nothingSelected, "the gate \(gates[empty].text) had nothing to measure at \(value)",
        help: "doorstep help thresholds  lists the metrics and their tags")
    }
  }

  /// How it stands: all gates must hold, and one is enough to fail.
  var stand: BreakPointSearch.Stand {
    BreakPointSearch.Stand(
      holds: holds.allSatisfy { $0 }, isSure: outcomes.allSatisfy { $0 == .pass }, isLost: outcomes.contains(.fail))
  }

  /// The outcome of all gates together.
  var outcome: String { stand.isSure ? "holds" : stand.isLost ? "fails" : "undecided" }
}
