internal import Experiments
public import Logistics

/// Every figure of a run in long form, one row each: what `--format csv` prints.
///
/// - Parameter differences: What a fork changed, as rows of the scope `difference`.
public func metricTable(_ run: RunResult, differences: ForkDifferences? = nil) -> Table {
  var table = Table([.text("scope"), .text("name"), .text("metric"), .number("value")])
  for row in metricRows(run) {
    table.add(row.scope.rawValue, row.name, row.metric, row.value.map(plainNumber) ?? "")
  }
  for figure in differences?.figures ?? [] {
    table.add("difference", "", figure.metric, figure.difference.map(plainNumber) ?? "")
  }
  return table
}

/// A number with the fewest digits that read back as the same; whole numbers without a point.
private func plainNumber(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 9e15 ? String(Int64(value)) : "\(value)"
}
