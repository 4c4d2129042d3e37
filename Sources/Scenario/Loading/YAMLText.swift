import Yams

/// Turns text into nodes, within limits, and its problems into diagnostics.
///
/// Yams parses; what could hurt it (bytes that are no text, aliases as keys) is refused before, and what its tree
/// could hide (aliases that multiply, deep nesting) while the tree is copied.
struct YAMLText {
  /// The largest file that is read.
  static let maximumBytes = 64 << 20
  /// The deepest nesting of maps and lists.
  static let maximumDepth = 64

  let file: Int
  let name: String
  var diagnostics = Diagnostics()
  /// Copying more nodes than this means that aliases multiply.
  private var budget = 0
  /// Overrides stand on no line.
  private let hasLines: Bool

  init(file: Int, name: String, hasLines: Bool = true) {
    self.file = file
    self.name = name
    self.hasLines = hasLines
  }

  /// The root of a text; nil when something was reported, or when nothing is written there.
  mutating func parse(_ bytes: [UInt8]) -> YAMLNode? {
    guard bytes.count <= Self.maximumBytes else {
      report(0, 0, "the file is larger than \(Self.maximumBytes >> 20) MB", help: "keep data in files of their own")
      return nil
    }
    guard let text = check(bytes) else { return nil }
    do {
      guard let root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot() else { return nil }
      budget = bytes.count + 100_000
      return copy(root, depth: 0)
    } catch let error as YamlError {
      report(error, text)
    } catch {
      report(0, 0, "the file is not YAML")
    }
    return nil
  }

  private mutating func report(_ line: Int, _ column: Int, _ message: String, help: String? = nil) {
    let line = hasLines ? line : 0
    let mark = Mark(file: name, line: line, column: line == 0 ? 0 : column, fileIndex: file)
    diagnostics.error(at: mark, message, help: help)
  }

  /// The bytes as text; nil when something was reported.
  private mutating func check(_ bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let (line, column) = Self.firstInvalid(bytes)
      report(line, column, "the file is not UTF-8 text", help: "save it as UTF-8")
      return nil
    }
    let bad = bytes.firstIndex { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 || $0 == 0x7F }
    if let bad {
      let (line, column) = Self.position(of: bad, in: bytes)
      report(line, column, "control character \(Self.hex(bytes[bad])) in the text", help: "remove it")
      return nil
    }
    if let place = ComplexKeys.find(in: bytes) {
      let (line, column) = Self.position(of: place, in: bytes)
      report(line, column, "lists, maps and aliases cannot be keys", help: "write a plain name before the colon")
      return nil
    }
    return text
  }

  private mutating func copy(_ node: Yams.Node, depth: Int) -> YAMLNode? {
    switch node {
    case .scalar(let scalar):
      let place = place(of: scalar.mark)
      guard isWithinLimits(place, depth) else { return nil }
      let isQuoted = scalar.style != .plain && scalar.style != .any
      return YAMLNode(content: .scalar(scalar.string, isQuoted: isQuoted), place: place)
    case .sequence(let sequence):
      let place = place(of: sequence.mark)
      guard isWithinLimits(place, depth) else { return nil }
      var elements: [YAMLNode] = []
      elements.reserveCapacity(sequence.count)
      for element in sequence {
        guard let element = copy(element, depth: depth + 1) else { return nil }
        elements.append(element)
      }
      return YAMLNode(content: .list(elements), place: place)
    case .mapping(let mapping):
      let place = place(of: mapping.mark)
      guard isWithinLimits(place, depth) else { return nil }
      return copyMap(mapping, place, depth)
    case .alias: return nil
    }
  }

  private mutating func copyMap(_ mapping: Yams.Node.Mapping, _ place: Place, _ depth: Int) -> YAMLNode? {
    var entries: [YAMLNode.Entry] = []
    entries.reserveCapacity(mapping.count)
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        let place = self.place(of: key.mark)
        report(Int(place.line), Int(place.column), "lists and maps cannot be keys", help: "write a plain name")
        return nil
      }
      guard let value = copy(value, depth: depth + 1) else { return nil }
      entries.append(YAMLNode.Entry(key: scalar.string, value: value, place: self.place(of: scalar.mark)))
    }
    return YAMLNode(content: .map(entries), place: place)
  }

  private func place(of mark: Yams.Mark?) -> Place {
    hasLines ? Place(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1) : Place(file: file)
  }

  /// Counts one node against the budget and looks at the depth; reports the first excess.
  private mutating func isWithinLimits(_ place: Place, _ depth: Int) -> Bool {
    budget -= 1
    if budget >= 0, depth < Self.maximumDepth { return true }
    if !diagnostics.hasErrors {
      let problem =
        budget < 0 ? "aliases multiply the text beyond the limit" : "nested deeper than \(Self.maximumDepth) levels"
      report(Int(place.line), Int(place.column), problem, help: budget < 0 ? "write the values out" : Self.flatter)
    }
    return false
  }
}

extension YAMLText {
  /// Says in our words what the parser found.
  private mutating func report(_ error: YamlError, _ text: String) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      report(context, problem, mark, text)
    case .duplicatedKeysInMapping(let keys, let context):
      let second = Self.secondOccurrence(of: keys.first ?? "", after: context.mark, in: text)
      report(
        second?.line ?? context.mark.line, second?.column ?? context.mark.column,
        "key \"\(keys.first ?? "")\" is written twice",
        help: second == nil ? "keep one of them" : "the first one is in line \(context.mark.line)")
    case .reader(_, let offset, let value, _):
      let before = text.prefix(offset ?? 0)
      let line = before.count { $0.isNewline } + 1
      let column = before.reversed().prefix { !$0.isNewline }.count + 1
      report(line, column, "character U+\(String(value, radix: 16, uppercase: true)) is not allowed", help: "remove it")
    default: report(0, 0, "the file is not YAML")
    }
  }

  private static let flatter = "no scenario needs that: check for a bracket that is not closed"

  private mutating func report(_ context: YamlError.Context?, _ problem: String, _ mark: Yams.Mark, _ text: String) {
    let words = context?.text ?? ""
    if problem.contains("nesting level") {
      return report(mark.line, mark.column, "nested too deeply", help: Self.flatter)
    }
    if words.contains("quoted scalar"), let start = context?.mark, problem.contains("end of stream") {
      return report(start.line, start.column, "the quotes are not closed", help: "close them with the same quote")
    }
    if Self.line(mark.line, of: text).prefix(max(0, mark.column)).contains("\t") {
      return report(mark.line, mark.column, "a tab where only spaces may stand", help: "indent with spaces")
    }
    if problem.contains("undefined alias") {
      return report(
        mark.line, mark.column, "an alias (*) without its anchor (&)", help: "quote a value that starts with *")
    }
    if problem.contains("another document") {
      return report(mark.line, mark.column, "a second document starts here", help: "keep one document per file")
    }
    let start = context.map { "\($0.text.trimmed) that starts in line \($0.mark.line)" }
    report(mark.line, mark.column, "invalid YAML: \(problem)", help: start)
  }

}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
