import ArgumentParser

/// Prints the help of a verb, or a page on a topic.
struct Help: Verb {
  static var configuration: CommandConfiguration {
    let topics = Topic.all.map { "  \($0.name): \($0.abstract)" }.joined(separator: "\n")
    return CommandConfiguration(
      abstract: "Print the help of a verb, or a page on a topic.", discussion: "Topics:\n\(topics)")
  }

  static let examples = [
    Example("doorstep help run", "The same as `doorstep run --help`."),
    Example("doorstep help exit-codes", "What the exit codes mean."),
  ]

  @Argument(help: "A verb with its own verbs, or a topic.") var words: [String] = []

  func run() throws { try Terminal.out(HelpText.text(for: words)) }
}
