import Experiments
import Foundation
import GRDB
import Logistics
import Testing

@Suite struct ResultsStoreTests {
  @Test("A run comes back as it was stored, with its parameters and their sources")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "results.sqlite").path
      let store = try ResultsStore(path: path)
      let number = try store.add(
        sample(),
        parameters: [
          ParameterRow(path: "offer.price", value: "20 EUR", isWritten: true, source: "assumption", asOf: "2026-10-01")
        ])
      #expect(number == 1)
      try DatabaseQueue(path: path).read { database in
        #expect(try String.fetchOne(database, sql: "SELECT seed FROM run") == "18446744073709551615")
        let visits = "SELECT value FROM metrics WHERE scope = 'country' AND name = 'DE' AND metric = 'visits'"
        #expect(try Double.fetchOne(database, sql: visits) == 1_000)
        #expect(try Int.fetchOne(database, sql: "SELECT sum(orders) FROM hourly WHERE country = 'DE'") == 30)
        let hour = try Int64.fetchOne(database, sql: "SELECT max(hour_start_us) FROM hourly")
        #expect(hour == 3_601_000_000)
        #expect(try String.fetchOne(database, sql: "SELECT source FROM parameters") == "assumption")
        #expect(try Int.fetchOne(database, sql: "PRAGMA user_version") == 4)
      }
    }
  }

  @Test("Several runs share one file, each with its number; a run that is there already stays as it is")
  func severalRuns() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "results.sqlite").path
      try ResultsStore(path: path).add(sample())
      var other = sample()
      other.identity.replication = 1
      #expect(try ResultsStore(path: path).add(other) == 2)
      #expect(try ResultsStore(path: path).add(sample()) == 1)
    }
  }

  @Test("The figures of a run come back from the file as they were, and those of an interrupted run do not")
  func figures() throws {
    try withTemporaryFolder { folder in
      let store = try ResultsStore(path: folder.appending(path: "results.sqlite").path)
      let figures = RunFigures(sample())
      var stopped = sample()
      stopped.identity.replication = 1
      stopped.interrupted = true
      try store.add(sample())
      try store.add(stopped)
      let found = try store.figures(of: [figures.key, RunFigures(stopped).key])
      #expect(found == [figures.key: figures])
      let conversion = MetricName(metric: "conversion", scope: .country, part: "DE")
      #expect(found[figures.key]?[conversion]?.counts == .init(part: 30, whole: 1_000))
    }
  }

  @Test("A file of another schema, a file that is no database and a missing folder are refused with a reason")
  func refusals() throws {
    try withTemporaryFolder { folder in
      let other = folder.appending(path: "other.sqlite").path
      try DatabaseQueue(path: other).write { try $0.execute(sql: "PRAGMA user_version = 99") }
      #expect(throws: ResultsStoreError.self) { try ResultsStore(path: other) }
      let text = folder.appending(path: "text.sqlite")
      try String(repeating: "not a database\n", count: 100).write(to: text, atomically: true, encoding: .utf8)
      #expect(throws: ResultsStoreError.self) { try ResultsStore(path: text.path) }
      #expect(throws: ResultsStoreError.self) { try ResultsStore(path: folder.path + "/missing/results.sqlite") }
    }
  }

  @Test("Metric rows have unique keys, so that a row is found by its name")
  func uniqueKeys() {
    let keys = metricRows(sample()).map { "\($0.scope)/\($0.name)/\($0.metric)" }
    #expect(Set(keys).count == keys.count)
    #expect(keys.contains("run//lost_demand.stock"))
  }
}

private func sample() -> RunResult {
  var run = RunResult()
  run.identity.scenarioName = "sample"
  run.identity.seed = .max
  run.orders.placed = 30
  var germany = CountryResult(country: "DE")
  germany.visits = 1_000
  germany.orders = 30
  run.countries = [germany, CountryResult(country: "US")]
  run.nodes = [NodeResult(name: "rotterdam", country: "NL")]
  run.hourly.startMicroseconds = 1_000_000
  run.hourly.countries = [CountrySeries(country: "DE", visits: [400, 600], orders: [10, 20])]
  run.money.accounts = [AccountBalance(name: "revenue", balanceMinor: -60_000)]
  run.thresholds = [ThresholdVerdict(metric: "late_share", gate: "value<0.1", value: nil, outcome: .noSamples)]
  run.invariants.violations = ["units do not add up"]
  return run
}

private func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "doorstep-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
