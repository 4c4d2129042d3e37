import ArgumentParser
import Logistics
import Reporting
import Scenario

/// The app store for logistics.
struct Providers: Verb {
  static let configuration = CommandConfiguration(
    abstract: "List, judge and choose logistics providers: the app store for logistics.",
    discussion: "The providers that come with Doorstep are invented and their figures illustrative.",
    subcommands: [
      ProvidersListCommand.self, ProvidersShowCommand.self, ProvidersScoreCommand.self, ProvidersCheckCommand.self,
      ProvidersPortfolioCommand.self,
    ])
  static let examples = [
    Example("doorstep providers list", "Who there is, and where each stands."),
    Example("doorstep providers show swiftline", "What one of them offers, and what is known of it."),
  ]
}

/// Whose manifests are read.
struct ManifestOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A folder of manifests (*.yaml) to read in place of those that come with Doorstep.", valueName: "dir"))
  var manifest: String?

  /// The store of the manifests.
  ///
  /// - Throws: `Diagnostics` with all that is wrong with any of them.
  func store() throws -> ProviderStore {
    guard let manifest else { return try ProviderStore() }
    guard let files = ManifestPack.files(in: manifest) else {
      throw Failure(.usage, "\"\(manifest)\" is no folder that can be read", help: "name a folder with --manifest")
    }
    guard !files.isEmpty else {
      throw Failure(.nothingSelected, "\"\(manifest)\" has no manifests", help: "put *.yaml files there")
    }
    return try ProviderStore(files: files)
  }
}

/// Lists the providers.
struct ProvidersListCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List all providers, the best score first, with where each stands.")
  static let examples = [
    Example("doorstep providers list", "All that come with Doorstep."),
    Example("doorstep providers list --status approved --format csv", "Those that may be chosen, for a spreadsheet."),
  ]

  @Option(help: "Only those that stand there: candidate, pilot, approved, probation or removed.")
  var status: String?
  @OptionGroup var manifests: ManifestOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if let status, ProviderStatus(rawValue: status) == nil {
      let all = ProviderStatus.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--status \"\(status)\" is none of \(all).")
    }
  }

  func run() throws {
    let store = try manifests.store()
    let chosen = store.filtered { status == nil || $0.status.rawValue == status }
    guard !chosen.listings.isEmpty else {
      throw Failure(.nothingSelected, "no provider is \"\(status ?? "")\"", help: "doorstep providers list shows all")
    }
    try print(storeTable(chosen), chosen.listings, format.format)
  }
}

/// Shows a provider.
struct ProvidersShowCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what a provider offers, what is known of it, and how it came to its standing.")
  static let examples = [
    Example("doorstep providers show dusk-couriers", "Why a courier was taken off the list."),
    Example("doorstep providers show swiftline --format json", "The same for programs."),
  ]

  @Argument(help: "The provider.") var name: String
  @OptionGroup var manifests: ManifestOption
  @OptionGroup var format: FormatOption

  func run() throws {
    let store = try manifests.store()
    guard let listing = store.find(name) else {
      let names = store.listings.map(\.manifest.name)
      throw Failure(
        .nothingSelected, "there is no provider \"\(name)\"", help: "there is \(names.joined(separator: ", "))")
    }
    switch format.format {
    case .json: try Terminal.out(storeDocument([listing]).text())
    case .csv: try Terminal.out(laneTable(listing).csv())
    case .text, .md: try Terminal.out(providerText(listing, asMarkdown: format.format == .md))
    }
  }
}

/// Shows what scores are made of.
struct ProvidersScoreCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Show the gates and the parts of each provider's score.",
    discussion: """
      Coverage 0.2, reliability 0.3 (the lower 10 % quantile of what is believed), surge 0.15 (the share of promised \
      capacity kept in nine peaks of ten), cost 0.15, technology 0.1, compliance 0.1.
      """)
  static let examples = [Example("doorstep providers score --format md", "The scores as a table in Markdown.")]

  @OptionGroup var manifests: ManifestOption
  @OptionGroup var format: FormatOption

  func run() throws {
    let store = try manifests.store()
    try print(scoreTable(store), store.listings, format.format)
  }
}

/// Checks manifests.
struct ProvidersCheckCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check manifests, and tell how each provider came to its standing.")
  static let examples = [
    Example("doorstep providers check", "The evidence for every change of standing.")
  ]

  @OptionGroup var manifests: ManifestOption
  @OptionGroup var format: FormatOption

  func run() throws {
    let store = try manifests.store()
    try print(standingTable(store.listings), store.listings, format.format)
  }
}

/// Prints a table of providers in a format.
private func print(_ table: Table, _ listings: [ProviderStore.Listing], _ format: OutputFormat) throws {
  switch format {
  case .json: try Terminal.out(storeDocument(listings).text())
  case .csv: try Terminal.out(table.csv())
  case .md: try Terminal.out(table.markdown() + "\n\(illustrativeNote)\n")
  case .text: try Terminal.out(table.text(indent: 0) + "\n\(illustrativeNote)\n")
  }
}
