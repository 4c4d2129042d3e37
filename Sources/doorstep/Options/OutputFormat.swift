import ArgumentParser

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, csv, md
}

/// The option that most verbs share.
struct FormatOption: ParsableArguments {
  @Option(name: .customLong("format"), help: "How results are printed; see `doorstep help formats`.")
  var format: OutputFormat = .text
}

/// How a scenario is changed from the command line.
struct OverrideOption: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Change one value of the scenario; may be repeated.", valueName: "path=value"))
  var overrides: [String] = []

  func validate() throws {
    for override in overrides {
      let path = override.prefix { $0 != "=" }
      guard !path.isEmpty, path.count < override.count else {
        throw ValidationError("--set \"\(override)\" is not of the form path=value.")
      }
    }
  }
}
