import ArgumentParser
import Logistics
import Scenario

/// A gate on the command line: `late_share<0.05`, `contribution{…}>=1000`.
struct GateOnMetric: Sendable {
  let name: MetricName
  let gate: MetricGate

  /// Reads a gate.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/usage``.
  init(_ text: String) throws {
    let head = text.firstIndex(of: "}") ?? text.startIndex
    guard let sign = text[head...].firstIndex(where: { "<>".contains($0) }) else {
      throw Failure(.usage, "the gate \"\(text)\" has no condition", help: "write it as 'late_share<0.05'")
    }
    do throws(ValueProblem) {
      name = try MetricName.parse(String(text[..<sign]))
      gate = try MetricGate.parse("value" + text[sign...])
    } catch {
      throw Failure(.usage, "the gate \"\(text)\" \(error.message)", help: error.help)
    }
  }

  /// The gate as one writes it.
  var text: String { name.text + gate.comparison.rawValue + gate.limit.text }
}
