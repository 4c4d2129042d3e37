/// The same scenario with its names in another order: sections, entries of maps and fields are turned round, lists stay.
///
/// Works on the text of a resolved scenario, where each name has a line of its own and indentation is structure.
enum ReorderedScenario {
  /// The text with all names in reverse.
  static func text(_ resolved: String) -> String {
    reversed(resolved.split(separator: "\n", omittingEmptySubsequences: true)[...], indent: 0).joined(separator: "\n")
      + "\n"
  }

  private static func reversed(_ lines: ArraySlice<Substring>, indent: Int) -> [Substring] {
    var blocks: [[Substring]] = []
    for line in lines {
      if line.prefix(while: { $0 == " " }).count == indent { blocks.append([]) }
      guard !blocks.isEmpty else { return Array(lines) }
      blocks[blocks.count - 1].append(line)
    }
    let isList = lines.first?.dropFirst(indent).hasPrefix("- ") ?? false
    if isList { return Array(lines) }
    return blocks.reversed().flatMap { block in
      guard block.count > 1 else { return block }
      let inner = block[1].prefix { $0 == " " }.count
      return [block[0]] + reversed(block.dropFirst(), indent: inner)
    }
  }
}
