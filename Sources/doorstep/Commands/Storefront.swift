import ArgumentParser
import Dashboard
import Foundation
@preconcurrency import Glibc
import Logistics
import Synchronization

/// Runs the reference store.
struct Storefront: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Run a small store with a scenario's goods, prices and law, to send loads to.",
    discussion: """
      It prints its address when it is ready and serves until SIGINT or SIGTERM. Stock, carts and orders lie in SQLite. \
      doorstep audit tells afterwards whether it kept its promises; --fault makes it break some on purpose.
      """)
  static let examples = [
    Example("doorstep storefront scenarios/ci-smoke.yaml --port 0 --for 0.2s", "On a free port, for a moment."),
    Example(
      "doorstep storefront scenarios/ci-smoke.yaml --port 0 --stock 100 --fault latency=50ms:0.01,lost-update=0.05 --for 0.2s",
      "A hundred units of each, a slow answer now and then, and checkouts that forget to take stock."),
  ]

  @Argument(help: "The scenario file.") var scenario: String
  @Option(
    parsing: .unconditional, help: "The port on 127.0.0.1; 0 for a free one. (default: 8080)",
    transform: wholeNumber(in: 0...65_535))
  var port: Int = 8_080
  @Option(
    parsing: .unconditional, help: "Units of each SKU. (default: what the scenario buys)",
    transform: wholeNumber(in: 0...1_000_000_000))
  var stock: Int64?
  @Option(
    help: ArgumentHelp("How long a reservation holds. (default: 10m)", valueName: "time"), transform: SwarmSeed.budget)
  var ttl: Double = 600
  @Option(help: ArgumentHelp("The day whose law holds. (default: the first of the run)", valueName: "date")) var day:
    String?
  @Option(help: ArgumentHelp("A new SQLite file. (default: memory)", valueName: "file")) var database: String?
  @Option(
    name: .customLong("fault"), parsing: .singleValue,
    help: ArgumentHelp(
      "What goes wrong on purpose: latency=50ms:0.01, error=0.02, stall=1s@10s, lost-update=0.05, by commas; may be repeated.",
      valueName: "list"))
  var faultLists: [String] = []
  @Option(
    parsing: .unconditional, help: "Chooses which requests faults strike. (default: 1)",
    transform: wholeNumber(in: 0...UInt64.max))
  var seed: UInt64 = 1
  @Option(
    name: .customLong("for"), help: ArgumentHelp("Stop after this long.", valueName: "time"),
    transform: SwarmSeed.budget)
  var length: Double?
  @OptionGroup var overrides: OverrideOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func run() throws {
    let catalogue = try storeCatalogue(scenario, overrides.overrides, day: day, units: stock)
    let fault = faultLists.joined(separator: ",")
    let faults: StoreFaults
    do throws(StoreFaults.Problem) {
      faults = faultLists.isEmpty ? .none : try StoreFaults(fault, seed: seed)
    } catch {
      throw Failure(.usage, "--fault \"\(fault)\": \(error.reason)", help: "doorstep storefront --help")
    }
    if let database, FileManager.default.fileExists(atPath: database) {
      throw Failure(.usage, "\"\(database)\" is there already", help: "name a new file with --database")
    }
    let books: StoreDatabase
    do { books = try StoreDatabase(catalogue, path: database, timeToLive: ttl, faults: faults) } catch {
      throw Failure(.usage, "the store's database cannot be made: \(error)", help: "name another file with --database")
    }
    if !quiet {
      let units = catalogue.items.reduce(0) { $0 + $1.units }
      Terminal.note(
        "\(catalogue.items.count) products, \(units) units, sold to \(catalogue.countries.joined(separator: ", "))")
    }
    try serve(ReferenceStore(catalogue, books, faults: faults))
  }

  private func serve(_ store: ReferenceStore) throws {
    let isDone = Atomic<Bool>(false)
    let problem = Mutex<String?>(nil)
    let (port, length) = (port, length)
    Task.detached {
      do {
        try await store.serve(port: port) { port in try? Terminal.out("http://127.0.0.1:\(port)\n") }
      } catch is CancellationError {
      } catch {
        problem.withLock { $0 = "\(error)" }
      }
      isDone.store(true, ordering: .releasing)
    }
    let begun = Host.seconds()
    var isEnding = false
    while !isDone.load(ordering: .acquiring) {
      Thread.sleep(forTimeInterval: 0.02)
      guard let length, Host.seconds() - begun > length else { continue }
      // The end that a signal brings: what is in hand is answered.
      if !isEnding { kill(getpid(), SIGTERM) }
      isEnding = true
    }
    if let problem = problem.withLock({ $0 }) {
      throw Failure(.usage, "cannot serve on port \(port): \(problem)", help: "name a free port, or --port 0")
    }
  }
}

/// What a scenario's store sells.
func storeCatalogue(_ scenario: String, _ overrides: [String], day: String?, units: Int64?) throws -> StoreCatalogue {
  let outline = ModelOutline(try loadPlacedScenario(scenario, overrides: overrides, quiet: true).model)
  if let day, !outline.calendar.contains(day) {
    throw Failure(
      .usage, "--day \"\(day)\" is no day of the run",
      help: "write one from \(outline.calendar.first ?? "") to \(outline.calendar.last ?? "")")
  }
  return StoreCatalogue(outline, day: day, units: units)
}
