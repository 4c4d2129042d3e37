import ArgumentParser

/// Help for verbs and topics: what `doorstep help VERB` and `doorstep VERB --help` print alike.
enum HelpText {
  /// The verb whose help a command line asks for; nil when it asks for none.
  static func request(in arguments: [String]) -> [String]? {
    let own = arguments.prefix { $0 != "--" }
    guard arguments.isEmpty || isGroup(arguments) || own.contains("--help") || own.contains("-h") else { return nil }
    return Array(own.prefix { !$0.hasPrefix("-") })
  }

  /// Whether a command line is a verb that only has verbs of its own, and none of these.
  private static func isGroup(_ words: [String]) -> Bool {
    guard words.count == 1, let verb = children(of: Doorstep.self).first(where: { $0._commandName == words[0] }) else {
      return false
    }
    return !children(of: verb).isEmpty
  }

  /// The help of the verb or topic that the words name; words behind a verb that are none are its arguments.
  static func text(for words: [String]) throws -> String {
    if words.count == 1, let topic = Topic.all.first(where: { $0.name == words[0] }) { return topic.text() }
    var verb: any Verb.Type = Doorstep.self
    for word in words.first == "help" && words.count > 1 ? words.dropFirst() : words[...] {
      guard let next = children(of: verb).first(where: { $0._commandName == word }) else {
        if verb != Doorstep.self { break }
        throw Failure(
          .usage, "there is no verb or topic \"\(word)\"",
          help: "verbs: \(names(Doorstep.self)); topics: \(Topic.all.map(\.name).joined(separator: ", "))")
      }
      verb = next
    }
    let body = Doorstep.helpMessage(for: verb, columns: Terminal.columns)
    return body.dropLast(body.reversed().prefix { $0 == "\n" }.count) + tail(of: verb)
  }

  private static func children(of verb: any Verb.Type) -> [any Verb.Type] {
    verb.configuration.subcommands.compactMap { $0 as? any Verb.Type }
  }

  private static func names(_ verb: any Verb.Type) -> String {
    children(of: verb).map { $0._commandName }.joined(separator: ", ")
  }

  private static func tail(of verb: any Verb.Type) -> String {
    let examples = verb.examples.map { "  # \($0.purpose)\n  $ \($0.command)\n" }.joined()
    return "\n\nEXAMPLES:\n\(examples)"
  }
}
