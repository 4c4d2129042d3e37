public import Experiments

/// The fan chart of visits as SVG: the median of each day within bands of half and of nine tenths of all runs; nil when the memo does
/// not answer the question of traffic.
public func fanChart(_ book: AnswerBook) -> String? {
  guard let answer = book.answers.first(where: { $0.number == AnswerQuestion.traffic.rawValue }),
    let fan = answer.tables.first(where: { $0.key == "fan" }), fan.rows.count > 1
  else { return nil }
  let columns = (1...5).map { column in fan.rows.map { number($0[column]) } }
  let days = fan.rows.map { row in if case .text(let day) = row[0] { day } else { "" } }
  let panel = Panel(x: 70, y: 50, width: 860, height: 300)
  var canvas = SVGCanvas(width: 960, height: 400)
  canvas.text("Visits by day: \(book.scenario.name)", x: 20, y: 28, size: 15, weight: "600")
  let scale = Scale(largest: columns[4].max() ?? 0)
  for tick in scale.ticks {
    let y = panel.y + panel.height * (1 - tick / scale.top)
    canvas.line(x1: panel.x, y1: y, x2: panel.x + panel.width, y2: y, stroke: "#e5e5e5")
    canvas.text(short(tick), x: panel.x - 8, y: y + 4, anchor: .end, size: 11, fill: "#666")
  }
  func points(_ values: [Double]) -> [(x: Double, y: Double)] {
    values.enumerated().map { place, value in
      (
        panel.x + panel.width * Double(place) / Double(values.count - 1),
        panel.y + panel.height * (1 - value / scale.top)
      )
    }
  }
  canvas.polygon(points(columns[4]) + points(columns[0]).reversed(), fill: "#c6dbef", title: "5 to 95 % of runs")
  canvas.polygon(points(columns[3]) + points(columns[1]).reversed(), fill: "#6baed6", title: "25 to 75 % of runs")
  for (from, to) in zip(points(columns[2]), points(columns[2]).dropFirst()) {
    canvas.line(x1: from.x, y1: from.y, x2: to.x, y2: to.y, stroke: "#08306b")
  }
  let step = max(1, (days.count + 7) / 8)
  for (place, point) in points(columns[2]).enumerated() where place % step == 0 {
    canvas.line(x1: point.x, y1: panel.y + panel.height, x2: point.x, y2: panel.y + panel.height + 5, stroke: "#999")
    canvas.text(
      String(days[place].dropFirst(5)), x: point.x, y: panel.y + panel.height + 18, anchor: .middle, size: 11,
      fill: "#666")
  }
  canvas.text(
    "line: median; bands: half and nine tenths of all runs, with the parameters' uncertainty", x: panel.x,
    y: panel.y + panel.height + 38, size: 11, fill: "#666")
  return canvas.document(title: "Visits by day: \(book.scenario.name)")
}

private func number(_ cell: AnswerCell) -> Double { if case .number(let value, _) = cell { value } else { 0 } }
