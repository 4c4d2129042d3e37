/// A place in a scenario's text: file, line and column, so that editors can link it.
public struct Mark: Hashable, Sendable {
  /// The file as the user named it, `pack:NAME` for a built-in pack, or `--set path=value` for an override.
  public var file: String
  /// The line, counted from 1; 0 when the whole file is meant.
  public var line: Int
  /// The column, counted from 1 in Unicode scalars.
  public var column: Int
  /// The place of the file in the order of loading: diagnostics sort by it; data files come last.
  var fileIndex: Int

  /// Makes a place; a line of 0 means the whole file.
  public init(file: String, line: Int = 0, column: Int = 0) {
    self.init(file: file, line: line, column: column, fileIndex: .max)
  }

  init(file: String, line: Int, column: Int, fileIndex: Int) {
    self.file = file
    self.line = line
    self.column = column
    self.fileIndex = fileIndex
  }
}

extension Mark: CustomStringConvertible {
  /// `file:line:column`, or the file alone.
  public var description: String { line == 0 ? file : "\(file):\(line):\(column)" }
}

/// A mark without the file's name: 12 trivial bytes per node of the tree.
struct Place: Hashable, Sendable, BitwiseCopyable {
  var file: UInt32
  var line: UInt32
  var column: UInt32

  init(file: Int, line: Int = 0, column: Int = 0) {
    self.file = UInt32(clamping: file)
    self.line = UInt32(clamping: line)
    self.column = UInt32(clamping: column)
  }
}
