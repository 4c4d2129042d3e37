/// Comma-separated values (RFC 4180) with a heading, read and written.
public struct CSVRows: Sendable, Equatable {
  /// The headings.
  public var columns: [String]
  /// The rows; each has one cell per column.
  public var rows: [[String]] = []

  /// No rows under these headings.
  public init(columns: [String]) { self.columns = columns }

  /// A text cannot be read as such a table.
  public struct Problem: Error, CustomStringConvertible {
    /// The line, from 1, where the trouble is.
    public let line: Int
    /// What is wrong.
    public let message: String
    /// The problem in one sentence.
    public var description: String { "line \(line): \(message)" }
  }

  /// Reads a text whose first row has the headings.
  ///
  /// - Throws: ``Problem`` when a quote is not closed, a row has another number of cells, or there is no heading.
  public init(parsing text: String) throws(Problem) {
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    var line = 1
    var begun = 1
    var all: [(line: Int, cells: [String])] = []
    var rest = text.replacing("\r\n", with: "\n")[...]
    if !rest.hasSuffix("\n") { rest += "\n" }
    while let character = rest.popFirst() {
      if character == "\n" { line += 1 }
      switch character {
      case "\"" where isQuoted && rest.first == "\"":
        rest.removeFirst()
        cell.append("\"")
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        cells.append(cell)
        cell = ""
      case "\n" where !isQuoted:
        cells.append(cell)
        if cells != [""] { all.append((begun, cells)) }
        (cells, cell, begun) = ([], "", line)
      default: cell.append(character)
      }
    }
    if isQuoted { throw Problem(line: begun, message: "a quote is not closed") }
    guard let head = all.first else { throw Problem(line: 1, message: "there is no heading") }
    self.init(columns: head.cells)
    for row in all.dropFirst() {
      guard row.cells.count == columns.count else {
        throw Problem(line: row.line, message: "it has \(row.cells.count) cells under \(columns.count) headings")
      }
      rows.append(row.cells)
    }
  }

  /// The table as text, a heading and a line for each row.
  public var text: String {
    ([columns] + rows).map { $0.map(Self.field).joined(separator: ",") + "\n" }.joined()
  }

  private static func field(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
