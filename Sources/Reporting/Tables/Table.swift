/// Rows of text under headings, printed aligned, as CSV, as Markdown, or as HTML.
public struct Table: Sendable, Equatable {
  /// Where a column's text stands.
  public enum Alignment: Sendable {
    /// At the left: names.
    case left
    /// At the right: numbers.
    case right
  }

  /// A heading and its alignment.
  public struct Column: Sendable, Equatable {
    /// The heading.
    public var title: String
    /// Where the cells stand.
    public var alignment: Alignment

    /// A column of names.
    public static func text(_ title: String) -> Column { Column(title: title, alignment: .left) }
    /// A column of numbers.
    public static func number(_ title: String) -> Column { Column(title: title, alignment: .right) }
  }

  /// The columns.
  public var columns: [Column]
  /// The rows; each has one cell per column.
  public var rows: [[String]] = []

  /// An empty table.
  public init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row.
  public mutating func add(_ cells: String...) { add(cells) }

  /// Adds a row.
  public mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row has one cell per column")
    rows.append(cells)
  }

  /// The table as aligned text, two spaces between columns, indented by two.
  public func text(indent: Int = 2) -> String {
    let widths = columnWidths()
    let margin = String(repeating: " ", count: indent)
    let lines = ([columns.map(\.title)] + rows).map { cells in
      let padded = cells.indices.map { pad(cells[$0], to: widths[$0], columns[$0].alignment) }
      return margin + trimmedEnd(padded.joined(separator: "  "))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The table in Markdown.
  public func markdown() -> String {
    let rule = columns.map { $0.alignment == .right ? "---:" : "---" }
    let lines = [columns.map(\.title), rule] + rows.map { $0.map { $0.replacing("|", with: "\\|") } }
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// The table in HTML; cells of numbers have the class `number`.
  public func html() -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      cells.indices.map { i in
        let isNumber = columns[i].alignment == .right
        return "<\(tag)\(isNumber ? " class=\"number\"" : "")>\(escaped(cells[i]))</\(tag)>"
      }.joined()
    }
    let body = rows.map { "<tr>\(row($0, "td"))</tr>\n" }.joined()
    return "<table>\n<thead><tr>\(row(columns.map(\.title), "th"))</tr></thead>\n<tbody>\n\(body)</tbody>\n</table>\n"
  }

  /// The table as comma-separated values (RFC 4180, with line feeds), numbers without a comma between thousands.
  public func csv() -> String {
    let plain = rows.map { cells in
      cells.indices.map { columns[$0].alignment == .right ? ungrouped(cells[$0]) : cells[$0] }
    }
    return ([columns.map(\.title)] + plain).map { $0.map(csvField).joined(separator: ",") + "\n" }.joined()
  }

  private func columnWidths() -> [Int] {
    columns.indices.map { i in rows.reduce(displayWidth(columns[i].title)) { max($0, displayWidth($1[i])) } }
  }
}

/// A number without its thousands' commas; any other text as it is.
private func ungrouped(_ text: String) -> String {
  text.allSatisfy { "0123456789,.-".contains($0) } ? text.replacing(",", with: "") : text
}

private func csvField(_ text: String) -> String {
  guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
  return "\"" + text.replacing("\"", with: "\"\"") + "\""
}

private func pad(_ text: String, to width: Int, _ alignment: Table.Alignment) -> String {
  let blanks = String(repeating: " ", count: max(0, width - displayWidth(text)))
  return alignment == .right ? blanks + text : text + blanks
}

private func trimmedEnd(_ text: String) -> String {
  var end = text[...]
  while end.last == " " { end.removeLast() }
  return String(end)
}
