import Foundation

/// A file of the repository, with the tokens of its Swift code.
struct SourceFile: Sendable {
  /// Its path from the repository's root.
  let path: String
  /// Its text, line by line.
  let lines: [Substring]
  /// Its code without comments and without the text of string literals; empty unless it is Swift.
  let tokens: [Token]

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    tokens = path.hasSuffix(".swift") ? tokenize(text) : []
  }

  /// The target whose folder holds the file; nil outside of `Sources` and `Tests`.
  var target: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && (parts[0] == "Sources" || parts[0] == "Tests") ? String(parts[1]) : nil
  }

  /// The folder inside the target, for example a department of `Logistics`; nil for files directly in it.
  var department: String? {
    let parts = path.split(separator: "/")
    return target != nil && parts.count > 3 ? String(parts[2]) : nil
  }

  /// The modules it imports, with their lines.
  var imports: [(module: String, line: Int)] {
    let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    return tokens.indices.compactMap { i in
      guard tokens[i].text == "import", i + 1 < tokens.count, !follows(i, "."), !follows(i, "(") else { return nil }
      let next = kinds.contains(tokens[i + 1].text) && i + 2 < tokens.count ? tokens[i + 2] : tokens[i + 1]
      return (next.text, tokens[i].line)
    }
  }

  /// Whether the token before this one has that text.
  func follows(_ index: Int, _ text: String) -> Bool { index > 0 && tokens[index - 1].text == text }
  /// Whether the token after this one has that text.
  func precedes(_ index: Int, _ text: String) -> Bool { index + 1 < tokens.count && tokens[index + 1].text == text }
}

/// A word or a single sign of Swift code.
struct Token: Equatable, Sendable {
  let text: String
  let line: Int
  /// Whether nothing stands before it on its line.
  let startsLine: Bool
}

/// The repository this test was built from.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every text file that is ours, by path.
  static let files: [SourceFile] = paths().compactMap { path in
    guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else { return nil }
    return SourceFile(path: path, text: text)
  }

  static var swiftFiles: [SourceFile] { files.filter { $0.path.hasSuffix(".swift") } }

  private static func paths() -> [String] {
    let folders = ["Sources", "Tests", "Benchmarks", "tools", "docs", "scenarios", "traces", ".ci"]
    let kinds: Set = ["swift", "h", "c", "modulemap", "md", "yaml", "yml", "py", "sh", "json", "svg", ""]
    var found = ["Package.swift", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"]
    for folder in folders {
      let start = root.appending(path: folder).path
      guard let walker = FileManager.default.enumerator(atPath: start) else { continue }
      for case let path as String in walker {
        let hidden = path.split(separator: "/").contains { $0.hasPrefix(".") || $0 == "__pycache__" }
        let isFile = walker.fileAttributes?[.type] as? FileAttributeType == .typeRegular
        if !hidden && isFile && kinds.contains((path as NSString).pathExtension) { found.append("\(folder)/\(path)") }
      }
    }
    return found.sorted()
  }
}
