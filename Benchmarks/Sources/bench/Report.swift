/// Prints measurements as a table or as a JSON array.
enum ReportFormat: String { case text, json }

func format(_ measurements: [Measurement], _ format: ReportFormat) -> String {
  switch format {
  case .json: return "[\n" + measurements.map { "  " + json($0) }.joined(separator: ",\n") + "\n]"
  case .text: return table(measurements)
  }
}

private func json(_ m: Measurement) -> String {
  let reference = m.referenceNs.map(decimal) ?? "null"
  let ratio = m.ratio.map { decimal($0, digits: 4) } ?? "null"
  return """
    {"name": "\(m.name)", "n": \(m.n), "ns": \(decimal(m.ns)), "reference": "\(m.reference)", \
    "reference_ns": \(reference), "ratio": \(ratio)}
    """
}

private func table(_ measurements: [Measurement]) -> String {
  let header = ["benchmark", "n", "ns", "reference", "ns", "ratio"]
  let rows = measurements.map { m in
    [
      m.name, String(m.n), decimal(m.ns), m.reference, m.referenceNs.map(decimal) ?? "-",
      m.ratio.map { decimal($0, digits: 3) } ?? "-",
    ]
  }
  let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
  let isText = [0, 3]
  return ([header] + rows).map { row in
    row.indices.map { column in
      let padding = String(repeating: " ", count: widths[column] - row[column].count)
      return isText.contains(column) ? row[column] + padding : padding + row[column]
    }.joined(separator: "  ")
  }.joined(separator: "\n")
}

func decimal(_ value: Double) -> String { decimal(value, digits: 2) }

func decimal(_ value: Double, digits: Int) -> String {
  guard value.isFinite else { return "null" }
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let scaled = (value * scale).rounded()
  let whole = (scaled / scale).rounded(.towardZero)
  let fraction = String(Int((scaled - whole * scale).magnitude))
  return "\(Int(whole))." + String(repeating: "0", count: digits - fraction.count) + fraction
}
