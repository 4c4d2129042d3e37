import ArgumentParser
import Dashboard
import Foundation
import LoadTesting
import Reporting

/// Audits a reference store.
struct Audit: Verb {
  static let configuration = CommandConfiguration(
    abstract:
      "Check a store after a load: no oversell, one order per key, nothing sold where prohibited, stock adds up.",
    discussion: """
      A store that runs answers GET /audit/stock and GET /audit/orders, as doorstep storefront does; one that has stopped left its \
      database. Exit code 99 when a promise was broken.
      """)
  static let examples = [
    Example("doorstep audit store.sqlite --scenario scenarios/ci-smoke.yaml", "What a store left behind."),
    Example("doorstep audit store.sqlite --format json", "The same for programs."),
  ]

  @Argument(help: ArgumentHelp("The store, as http://HOST:PORT, or its database.", valueName: "url|file")) var store:
    String
  @Option(help: ArgumentHelp("The scenario whose law holds; without one it is not looked at.", valueName: "file"))
  var scenario: String?
  @Option(help: ArgumentHelp("The day whose law holds. (default: the first of the run)", valueName: "date")) var day:
    String?
  @Option(
    help: ArgumentHelp("Orders that customers were told of: a CSV with the columns key and order.", valueName: "file"))
  var acknowledged: String?
  @Option(help: ArgumentHelp("Allow this host beside loopback; may be repeated.", valueName: "host"))
  var allowHost: [String] = []
  @Option(
    help: ArgumentHelp("Certificates in PEM that are trusted beside the system's, for https.", valueName: "file"))
  var ca: String?
  @OptionGroup var overrides: OverrideOption
  @OptionGroup var format: FormatOption

  func run() throws {
    let catalogue = try scenario.map { try storeCatalogue($0, overrides.overrides, day: day, units: nil) }
    let told = try acknowledged.map(acknowledgements) ?? []
    let audit = try audit(told, catalogue)
    try Terminal.out(text(of: audit))
    if !audit.violations.isEmpty { throw Failure(.thresholdFailed, StoreAuditor.sentence(audit)) }
  }

  private func audit(_ told: [StoreAudit.Acknowledgement], _ catalogue: StoreCatalogue?) throws -> StoreAudit {
    guard !store.contains("://") else {
      return try StoreAuditor(store, allowHost: allowHost, authorities: ca).audit(
        acknowledged: told, catalogue: catalogue)
    }
    guard FileManager.default.fileExists(atPath: store) else {
      throw Failure(
        .usage, "there is no file \"\(store)\"", help: "name a store's database, or its address with http://")
    }
    do {
      let (stock, sales) = try StoreDatabase.books(in: store)
      return StoreAudit(stock: stock, sales: sales, acknowledged: told, catalogue: catalogue)
    } catch {
      throw Failure(
        .usage, "\"\(store)\" is no database of a store: \(error)", help: "doorstep storefront --database makes one")
    }
  }

  private func acknowledgements(_ path: String) throws -> [StoreAudit.Acknowledgement] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw Failure(.usage, "cannot read \"\(path)\"", help: "name a CSV file with the columns key and order")
    }
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    guard let head = lines.first, let key = head.firstIndex(of: "key"), let order = head.firstIndex(of: "order") else {
      throw Failure(.usage, "\"\(path)\" has no columns key and order", help: "its first line names the columns")
    }
    return try lines.dropFirst().enumerated().map { number, cells in
      guard cells.count == head.count else {
        throw Failure(.usage, "\(path):\(number + 2): \(cells.count) cells, \(head.count) columns")
      }
      return StoreAudit.Acknowledgement(key: String(cells[key]), order: String(cells[order]))
    }
  }

  private func text(of audit: StoreAudit) -> String {
    switch format.format {
    case .json:
      let document: JSONValue = [
        "schema": .integer(1), "orders": .integer(audit.orders), "units": .integer(audit.units),
        "clean": .bool(audit.violations.isEmpty),
        "violations": .array(of: audit.violations) { ["kind": .string($0.kind), "text": .string($0.sentence)] },
      ]
      return document.text()
    case .csv, .md:
      var table = Table([.text("kind"), .text("violation")])
      for violation in audit.violations { table.add(violation.kind, violation.sentence) }
      return format.format == .csv ? table.csv() : table.markdown()
    case .text:
      return StoreAuditor.sentence(audit) + "\n" + audit.violations.map { "  \($0.sentence)\n" }.joined()
    }
  }
}
