public import Logistics

/// The fingerprints that were accepted, scenario by scenario, as a CSV file keeps them.
public struct FingerprintBook: Sendable, Equatable {
  /// What one run must give, and why.
  public struct Entry: Sendable, Equatable {
    /// The scenario's file, from the folder of the book.
    public var scenario: String
    /// What is changed in it, `path=value` each.
    public var overrides: [String]
    /// The hash of the resolved scenario.
    public var hash: String
    /// The seed.
    public var seed: UInt64
    /// The number of the replication.
    public var replication: UInt32
    /// The fingerprint's digest of everything.
    public var whole: String
    /// Its ingredients by name.
    public var parts: [String: String]
    /// Why this value was accepted.
    public var accepted: String

    /// What a run gave.
    public init(scenario: String, overrides: [String], result: RunResult, accepted: String) {
      self.scenario = scenario
      self.overrides = overrides
      hash = result.identity.scenarioHash
      seed = result.identity.seed
      replication = result.identity.replication
      whole = result.fingerprint.text
      parts = Dictionary(result.fingerprint.parts.map { ($0.name, $0.text) }) { first, _ in first }
      self.accepted = accepted
    }

    fileprivate init(
      scenario: String, overrides: [String], hash: String, seed: UInt64, replication: UInt32, whole: String,
      parts: [String: String], accepted: String
    ) {
      self.scenario = scenario
      self.overrides = overrides
      self.hash = hash
      self.seed = seed
      self.replication = replication
      self.whole = whole
      self.parts = parts
      self.accepted = accepted
    }

    /// Names the run in the book: file, changes and replication.
    fileprivate var key: String { ([scenario] + overrides + [String(replication)]).joined(separator: "\n") }
  }

  /// The rows, in the order of their scenarios.
  public private(set) var entries: [Entry] = []

  /// An empty book.
  public init() {}

  /// Reads a book.
  ///
  /// - Throws: `CSVRows.Problem` when the text is no table, or a column is missing or not a number.
  public init(parsing text: String) throws(CSVRows.Problem) {
    let table = try CSVRows(parsing: text)
    for name in Self.columns where !table.columns.contains(name) {
      throw CSVRows.Problem(line: 1, message: "there is no column \"\(name)\"")
    }
    func place(_ name: String) -> Int { table.columns.firstIndex(of: name)! }
    for (number, row) in table.rows.enumerated() {
      guard let seed = UInt64(row[place("seed")]), let replication = UInt32(row[place("replication")]) else {
        throw CSVRows.Problem(line: number + 2, message: "seed or replication is no whole number")
      }
      let parts = Dictionary(uniqueKeysWithValues: Self.ingredients.map { ($0, row[place($0)]) })
      entries.append(
        Entry(
          scenario: row[place("scenario")], overrides: Self.list(row[place("set")]), hash: row[place("hash")],
          seed: seed, replication: replication, whole: row[place("whole")], parts: parts,
          accepted: row[place("accepted")]))
    }
  }

  /// The book as CSV.
  public var text: String {
    var table = CSVRows(columns: Self.columns)
    table.rows = entries.map { entry in
      [
        entry.scenario, entry.overrides.joined(separator: "; "), entry.hash, String(entry.seed),
        String(entry.replication), entry.whole,
      ] + Self.ingredients.map { entry.parts[$0] ?? "" } + [entry.accepted]
    }
    return table.text
  }

  /// The entries of a scenario's file.
  public func entries(of scenario: String) -> [Entry] { entries.filter { $0.scenario == scenario } }

  /// The entry of a run; nil when none was accepted.
  public func entry(of scenario: String, overrides: [String], replication: UInt32) -> Entry? {
    entries.first { $0.scenario == scenario && $0.overrides == overrides && $0.replication == replication }
  }

  /// Puts an entry in its place; all others stay as they are.
  public mutating func put(_ entry: Entry) {
    if let place = entries.firstIndex(where: { $0.key == entry.key }) { return entries[place] = entry }
    let place = entries.firstIndex { entry.key < $0.key } ?? entries.count
    entries.insert(entry, at: place)
  }

  private static let ingredients = RunFingerprint().parts.map(\.name)
  private static let columns = ["scenario", "set", "hash", "seed", "replication", "whole"] + ingredients + ["accepted"]

  private static func list(_ text: String) -> [String] {
    text.split(separator: ";").map { $0.drop { $0 == " " } }.map(String.init)
  }
}

extension FingerprintBook.Entry {
  /// What is different in another run: the scenario itself, the seed, and the ingredients that moved; empty when nothing is.
  public func differences(from found: FingerprintBook.Entry) -> [String] {
    var all: [String] = []
    if hash != found.hash { all.append("scenario") }
    if seed != found.seed { all.append("seed") }
    all += RunFingerprint().parts.map(\.name).filter { parts[$0] != found.parts[$0] }
    if all.isEmpty, whole != found.whole { all.append("whole") }
    return all
  }
}
