import ArgumentParser
@preconcurrency import Glibc
import TraceFormat

/// Writes a starter scenario.
struct Init: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Write a commented starter scenario that runs as it is.",
    discussion: "Templates:\n" + Template.allCases.map { "  \($0.rawValue): \($0.purpose)" }.joined(separator: "\n"))
  static let examples = [
    Example("doorstep init my-drop", "Write my-drop.yaml."),
    Example("doorstep init cross-border.yaml --template cross-border", "Another start."),
  ]

  @Argument(help: "The name of the scenario, or of its file. An existing file is never overwritten.") var name: String
  @Option(help: "What to start from.") var template: Template = .starter

  func run() throws {
    let hasExtension = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    let path = hasExtension ? name : name + ".yaml"
    let last = path.split(separator: "/").last ?? ""
    let title = String(last.prefix { $0 != "." })
    guard !title.isEmpty, title.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) else {
      throw Failure(
        .usage, "\"\(name)\" is no name for a scenario", help: "use letters, digits, - and _, for example my-drop")
    }
    try create(path, template.text.replacing("NAME", with: title))
    try Terminal.out("wrote \(path); next: doorstep run \(shellQuoted(path))\n")
  }

  /// Writes a file that did not exist, all or nothing.
  private func create(_ path: String, _ text: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    guard file >= 0 else {
      let help = errno == EEXIST ? "choose another name; existing files are never overwritten" : nil
      throw Failure(.usage, "cannot create \"\(path)\": \(Host.lastError())", help: help)
    }
    var text = text
    let written = text.withUTF8 { write(file, $0.baseAddress, $0.count) }
    guard written == text.utf8.count, close(file) == 0 else {
      let reason = Host.lastError()
      unlink(path)
      throw Failure(.usage, "cannot write \"\(path)\": \(reason)")
    }
  }
}
