import Foundation

/// Brings a scenario's texts together: the file, what it includes, what the command line sets.
struct Loader {
  let schema: ScenarioSchema
  var files = SourceFiles()
  var diagnostics = Diagnostics()
  /// The most files one scenario may include, however nested.
  private static let maximumFiles = 1_000

  init(_ schema: ScenarioSchema) { self.schema = schema }

  /// The tree of a file with its includes below it; nil when something was reported.
  mutating func load(path: String) -> YAMLNode? {
    let file = files.add(path, folder: SourceFiles.folder(of: path))
    guard let bytes = read(path, at: Mark(file: path)) else { return nil }
    return load(bytes, file: file, within: [Self.identity(path)])
  }

  /// The tree of a text with its includes below it; nil when something was reported.
  mutating func load(_ bytes: [UInt8], file: Int, within chain: [String]) -> YAMLNode? {
    let name = files.files[file].name
    var parser = YAMLText(file: file, name: name)
    let parsed = parser.parse(bytes)
    diagnostics.add(parser.diagnostics)
    if parser.diagnostics.hasErrors { return nil }
    let start = Place(file: file, line: 1, column: 1)
    guard let root = parsed, !root.isNull else {
      let help = schema.subject == "scenario" ? "start one with doorstep init" : nil
      diagnostics.error(at: files.mark(start), "the \(schema.subject) is empty", help: help)
      return nil
    }
    guard case .map(var entries) = root.content else {
      diagnostics.error(at: files.mark(root.place), "a \(schema.subject) is a map of fields", help: "write name: value")
      return nil
    }
    guard let position = entries.firstIndex(where: { $0.key == "include" }) else { return root }
    let include = entries.remove(at: position)
    let own = YAMLNode(content: .map(entries), place: root.place)
    return merge(include.value, below: own, within: chain)
  }

  private mutating func merge(_ include: YAMLNode, below own: YAMLNode, within chain: [String]) -> YAMLNode? {
    let items: [YAMLNode] = if case .list(let elements) = include.content { elements } else { [include] }
    var merged: YAMLNode?
    for item in items {
      guard case .scalar(let text, _) = item.content, !item.isNull else {
        diagnostics.error(
          at: files.mark(item.place), "include \"\(item.snippet)\" is not the name of a file",
          help: "write a path, or pack:NAME for a built-in pack")
        continue
      }
      guard let node = load(include: text, at: item.place, within: chain) else { continue }
      merged = merged.map { Merge.lay(node, over: $0, schema.root) } ?? node
    }
    return merged.map { Merge.lay(own, over: $0, schema.root) } ?? own
  }

  private mutating func load(include text: String, at place: Place, within chain: [String]) -> YAMLNode? {
    let mark = files.mark(place)
    guard files.files.count < Self.maximumFiles else {
      diagnostics.error(at: mark, "more than \(Self.maximumFiles) files are included")
      return nil
    }
    let isPack = text.hasPrefix("pack:")
    guard let path = isPack ? pack(text, at: mark) : SourceFiles.join(folder(of: place), text) else { return nil }
    let identity = Self.identity(path)
    if let first = chain.firstIndex(of: identity) {
      let names = (chain[first...] + [identity]).map { ($0 as NSString).lastPathComponent }
      diagnostics.error(
        at: mark, "include \"\(text)\" leads back to itself", help: "the circle is \(names.joined(separator: " -> "))")
      return nil
    }
    guard let bytes = read(path, at: mark, as: text) else { return nil }
    let file = files.add(isPack ? text : path, folder: isPack ? nil : SourceFiles.folder(of: path))
    return load(bytes, file: file, within: chain + [identity])
  }

  private func folder(of place: Place) -> String { files.files[Int(place.file)].folder ?? files.mainFolder }

  private mutating func pack(_ text: String, at mark: Mark) -> String? {
    let name = String(text.dropFirst(5))
    if let path = Packs.path(of: name) { return path }
    let names = Packs.names
    diagnostics.error(
      at: mark, "there is no pack \"\(name)\"\(NearestName.suggestion(for: name, in: names))",
      help: "the packs are \(names.joined(separator: ", "))")
    return nil
  }

  private mutating func read(_ path: String, at mark: Mark, as include: String? = nil) -> [UInt8]? {
    do throws(TextFile.Problem) {
      return try TextFile.read(path)
    } catch {
      let message = include.map { "cannot include \"\($0)\": \(error.message)" } ?? error.message
      diagnostics.error(at: mark, message, help: error.help)
      return nil
    }
  }

  private static func identity(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
