public import Logistics

/// A picture of a run in SVG: visits and orders per hour stacked by country, lateness by country, lost demand by reason.
///
/// Equal results have equal bytes. Countries beyond the seven with most orders are drawn together as "others"; hours are
/// averaged so that an area has at most 240 points.
public func runPicture(_ run: RunResult) -> String {
  var canvas = SVGCanvas(width: 1_000, height: 620)
  let stack = CountryStack(run)
  let title = "\(run.identity.scenarioName): \(short(Double(run.visits))) visits, \(grouped(run.orders.placed)) orders"
  canvas.text(title, x: 24, y: 34, size: 18, weight: "600", fill: "#111")
  canvas.text(subtitle(run), x: 24, y: 54, fill: "#666")
  drawLegend(stack, at: 78, in: &canvas)
  let visits = Panel(x: 74, y: 122, width: 570, height: 190)
  drawStack(stack.visits, stack: stack, title: "Visits per hour", panel: visits, in: &canvas)
  let orders = Panel(x: 74, y: 372, width: 570, height: 190)
  drawStack(stack.orders, stack: stack, title: "Orders per hour", panel: orders, in: &canvas)
  let late = Panel(x: 740, y: 122, width: 190, height: 190)
  drawBars(lateBars(run, stack), title: "Late deliveries, share by country", panel: late, in: &canvas)
  let lost = Panel(x: 740, y: 372, width: 190, height: 190)
  drawBars(lostBars(run), title: "Lost demand by reason, orders", panel: lost, in: &canvas)
  canvas.text(headLine(run.identity), x: 24, y: 604, size: 10, fill: "#888")
  return canvas.document(title: title)
}

private func subtitle(_ run: RunResult) -> String {
  let start = CivilDate(microseconds: run.cost.startMicroseconds).minuteText
  let end = CivilDate(microseconds: run.cost.endMicroseconds).minuteText
  return "\(start) to \(end)\(run.interrupted ? " (interrupted)" : "")"
}

private func lateBars(_ run: RunResult, _ stack: CountryStack) -> [Bar] {
  let late = run.countries.compactMap { country in country.lateShare.map { (country.country, $0) } }
  let ranked = late.enumerated().sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }.prefix(8)
  return ranked.map {
    Bar(
      label: $0.element.0, value: $0.element.1, text: percent($0.element.1, 1), color: stack.color(of: $0.element.0))
  }
}

private func lostBars(_ run: RunResult) -> [Bar] {
  run.lostDemand.byReason.map {
    Bar(label: $0.reason, value: Double($0.loss.orders), text: grouped($0.loss.orders), color: "#8c8c8c")
  }
}

private func drawLegend(_ stack: CountryStack, at y: Double, in canvas: inout SVGCanvas) {
  var x = 24.0
  for layer in stack.layers {
    canvas.rectangle(x: x, y: y - 10, width: 12, height: 12, fill: layer.color)
    canvas.text(layer.name, x: x + 17, y: y)
    x += 17 + Double(displayWidth(layer.name)) * 8 + 16
  }
}
