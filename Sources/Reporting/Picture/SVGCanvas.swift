/// Collects SVG elements; coordinates are written with one decimal, so that equal pictures have equal bytes.
struct SVGCanvas {
  private var body = ""
  let width: Double
  let height: Double

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// Where a text stands relative to its point.
  enum Anchor: String {
    case start, middle, end
  }

  mutating func rectangle(x: Double, y: Double, width: Double, height: Double, fill: String, title: String? = nil) {
    let box = "<rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(width))\" height=\"\(n(height))\" fill=\"\(fill)\""
    body += title.map { "\(box)><title>\(escaped($0))</title></rect>\n" } ?? "\(box)/>\n"
  }

  mutating func line(x1: Double, y1: Double, x2: Double, y2: Double, stroke: String) {
    body += "<line x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\" stroke=\"\(stroke)\"/>\n"
  }

  mutating func polygon(_ points: [(x: Double, y: Double)], fill: String, title: String) {
    var path = ""
    for (i, point) in points.enumerated() { path += "\(i == 0 ? "M" : "L")\(n(point.x)) \(n(point.y))" }
    body += "<path d=\"\(path)Z\" fill=\"\(fill)\"><title>\(escaped(title))</title></path>\n"
  }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, size: Int = 12, weight: String? = nil,
    fill: String = "#333"
  ) {
    let bold = weight.map { " font-weight=\"\($0)\"" } ?? ""
    body +=
      "<text x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor.rawValue)\" font-size=\"\(size)\"\(bold) "
      + "fill=\"\(fill)\">\(escaped(text))</text>\n"
  }

  /// The whole document.
  func document(title: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(n(width)) \(n(height))" width="\(n(width))" \
    height="\(n(height))" role="img" font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif">
    <title>\(escaped(title))</title>
    <rect width="100%" height="100%" fill="#fff"/>
    \(body)</svg>

    """
  }
}

private func n(_ value: Double) -> String {
  let text = fixed(value, 1)
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
