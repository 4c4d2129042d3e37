public import Logistics

/// The ends of a verdict's interval: `0.0412 to 0.0587`; nil where there is none.
func interval(of verdict: ThresholdVerdict) -> String? {
  guard let lower = verdict.lower, let upper = verdict.upper else { return nil }
  return "\(figure(lower)) to \(figure(upper))"
}

/// A figure of any metric: whole numbers as they are, large ones with two decimals, small ones with four.
public func figure(_ value: Double) -> String {
  if value == value.rounded(), abs(value) < 9e15 { return grouped(Int(value)) }
  return fixed(value, abs(value) < 10 ? 4 : 2)
}

/// A verdict on one line: `late_share{country:DE}: upper<0.06 failed: 0.0712 (95 % interval 0.0650 to 0.0779)`.
public func sentence(_ verdict: ThresholdVerdict) -> String {
  let word =
    switch verdict.outcome {
    case .pass: "holds"
    case .fail: "failed"
    case .inconclusive: "is inconclusive"
    case .noSamples: "had nothing to measure"
    }
  var out = "\(verdict.metric): \(verdict.gate) \(word)"
  if let value = verdict.value { out += ": \(figure(value))" }
  if let interval = interval(of: verdict) { out += " (95 % interval \(interval))" }
  return verdict.reason.map { "\(out); \($0)" } ?? out
}
