/// A rectangle of the picture that holds one chart.
struct Panel {
  var x: Double
  var y: Double
  var width: Double
  var height: Double
}

/// One bar of a bar chart.
struct Bar {
  var label: String
  var value: Double
  var text: String
  var color: String
}

/// Draws layers on top of each other over time.
func drawStack(_ values: [[Double]], stack: CountryStack, title: String, panel: Panel, in canvas: inout SVGCanvas) {
  let suffix = stack.hoursPerBin > 1 ? ", mean of \(stack.hoursPerBin) h" : ""
  canvas.text(title + suffix, x: panel.x - 50, y: panel.y - 14, size: 13, weight: "600")
  var base = [Double](repeating: 0, count: stack.bins)
  let totals = base.indices.map { bin in values.reduce(0) { $0 + $1[bin] } }
  let scale = Scale(largest: totals.max() ?? 0)
  for tick in scale.ticks {
    let y = panel.y + panel.height * (1 - tick / scale.top)
    canvas.line(x1: panel.x, y1: y, x2: panel.x + panel.width, y2: y, stroke: "#e5e5e5")
    canvas.text(short(tick), x: panel.x - 8, y: y + 4, anchor: .end, size: 11, fill: "#666")
  }
  for (place, layer) in values.enumerated() where stack.bins > 0 {
    let top = base.indices.map { base[$0] + layer[$0] }
    let step = panel.width / Double(stack.bins)
    func point(_ bin: Int, _ value: Double, _ edge: Double) -> (x: Double, y: Double) {
      (panel.x + (Double(bin) + edge) * step, panel.y + panel.height * (1 - value / scale.top))
    }
    let upper = top.indices.flatMap { [point($0, top[$0], 0), point($0, top[$0], 1)] }
    let lower = base.indices.flatMap { [point($0, base[$0], 0), point($0, base[$0], 1)] }
    canvas.polygon(upper + lower.reversed(), fill: stack.layers[place].color, title: stack.layers[place].name)
    base = top
  }
  drawDays(stack: stack, panel: panel, in: &canvas)
}

/// Marks midnights (UTC) below a chart, at most nine of them.
private func drawDays(stack: CountryStack, panel: Panel, in canvas: inout SVGCanvas) {
  let day: Int64 = 86_400_000_000
  let length = Int64(stack.bins * stack.hoursPerBin) * 3_600_000_000
  guard length > 0 else { return }
  let step = max(1, (length / day + 8) / 9) * day
  var at = (stack.start + day - 1) / day * day
  while at < stack.start + length {
    let x = panel.x + panel.width * Double(at - stack.start) / Double(length)
    canvas.line(x1: x, y1: panel.y + panel.height, x2: x, y2: panel.y + panel.height + 5, stroke: "#999")
    let label = CivilDate(microseconds: at).shortText
    canvas.text(label, x: x, y: panel.y + panel.height + 18, anchor: .middle, size: 11, fill: "#666")
    at += step
  }
}

/// Draws horizontal bars with their labels and figures.
func drawBars(_ bars: [Bar], title: String, panel: Panel, in canvas: inout SVGCanvas) {
  canvas.text(title, x: panel.x - 60, y: panel.y - 14, size: 13, weight: "600")
  let largest = bars.reduce(0) { max($0, $1.value) }
  if bars.isEmpty { canvas.text("none", x: panel.x - 60, y: panel.y + 16, fill: "#888") }
  for (place, bar) in bars.enumerated() {
    let y = panel.y + Double(place) * 24
    let width = largest > 0 ? panel.width * 0.75 * bar.value / largest : 0
    canvas.text(bar.label, x: panel.x - 8, y: y + 14, anchor: .end)
    canvas.rectangle(x: panel.x, y: y + 2, width: max(width, 0.5), height: 16, fill: bar.color, title: bar.text)
    canvas.text(bar.text, x: panel.x + width + 6, y: y + 14, size: 11, fill: "#555")
  }
}

/// A vertical scale that ends on a round number.
struct Scale {
  let top: Double
  let ticks: [Double]

  init(largest: Double) {
    let wanted = max(largest, 1) / 4
    var step = 1.0
    while step * 10 <= wanted { step *= 10 }
    if let factor = [1.0, 2, 2.5, 5, 10].first(where: { step * $0 >= wanted && step * $0 == (step * $0).rounded() }) {
      step *= factor
    }
    let count = Int((max(largest, 1) / step).rounded(.up))
    top = step * Double(count)
    ticks = (0...count).map { step * Double($0) }
  }
}
