internal import GRDB
public import Logistics

/// A value of the resolved scenario with where it comes from.
public struct ParameterRow: Sendable, Equatable {
  /// The path of the value, for example `warehouses.rotterdam.cutOff`.
  public var path: String
  /// The value as the resolved scenario writes it, with its unit.
  public var value: String
  /// Whether the scenario says the value; otherwise it is the schema's default.
  public var isWritten: Bool
  /// Where the number comes from, or `assumption`; nil when nobody says.
  public var source: String?
  /// When it was true, as the scenario writes it.
  public var asOf: String?

  /// A row.
  public init(path: String, value: String, isWritten: Bool, source: String? = nil, asOf: String? = nil) {
    self.path = path
    self.value = value
    self.isWritten = isWritten
    self.source = source
    self.asOf = asOf
  }
}

/// A results file could not be written or read.
public struct ResultsStoreError: Error, Sendable, CustomStringConvertible {
  /// The file.
  public var path: String
  /// What SQLite says.
  public var reason: String

  /// The problem in one sentence.
  public var description: String { "results store \"\(path)\": \(reason)" }

  /// What SQLite says, without its statement.
  fileprivate init(path: String, _ error: any Error) {
    self.path = path
    reason = (error as? DatabaseError)?.message ?? "\(error)"
  }
}

/// The SQLite file in which runs keep their figures: one table per question, every row with its run.
///
/// The schema's number stands in `PRAGMA user_version`. Several runs share one file.
public struct ResultsStore: Sendable {
  /// Where the file is.
  public let path: String
  private let queue: DatabaseQueue

  /// Opens a results file, and makes its tables when it is new.
  ///
  /// - Throws: ``ResultsStoreError`` when the file cannot be written, or has tables of another schema.
  public init(path: String) throws(ResultsStoreError) {
    self.path = path
    do {
      queue = try DatabaseQueue(path: path)
      try queue.write(createTables)
    } catch {
      throw ResultsStoreError(path: path, error)
    }
  }

  /// Adds a run with the parameters it ran with, all or nothing, and returns its number in the file.
  ///
  /// A run that is there already, by its ``RunKey``, stays as it is.
  @discardableResult
  public func add(_ run: RunResult, parameters: [ParameterRow] = []) throws(ResultsStoreError) -> Int {
    do {
      return try queue.write { database in
        if let known = try Int.fetchOne(
          database, sql: "SELECT id FROM run WHERE key = ?", arguments: [key(of: run).text])
        {
          return known
        }
        let number = try insertRun(run, into: database)
        try insertFigures(run, number, into: database)
        try insertParameters(parameters, number, into: database)
        return number
      }
    } catch {
      throw ResultsStoreError(path: path, error)
    }
  }

  /// The figures of the runs with these keys that the file has; interrupted runs are not among them.
  public func figures(of keys: some Sequence<RunKey>) throws(ResultsStoreError) -> [RunKey: RunFigures] {
    do {
      return try queue.read { database in
        var found: [RunKey: RunFigures] = [:]
        for key in keys where found[key] == nil { found[key] = try storedFigures(key, in: database) }
        return found
      }
    } catch {
      throw ResultsStoreError(path: path, error)
    }
  }

  /// Closes the file; the store is not used afterwards.
  public func close() throws(ResultsStoreError) {
    do { try queue.close() } catch { throw ResultsStoreError(path: path, error) }
  }
}

/// The number of the schema below.
private let schemaNumber = 3

private let tables = """
  CREATE TABLE run (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, scenario TEXT NOT NULL, scenario_hash TEXT NOT NULL, version TEXT NOT NULL,
    seed TEXT NOT NULL, replication INTEGER NOT NULL, threads INTEGER NOT NULL, fingerprint TEXT NOT NULL,
    start_us INTEGER NOT NULL, end_us INTEGER NOT NULL, interrupted INTEGER NOT NULL,
    wall_s REAL NOT NULL, events INTEGER NOT NULL, violations INTEGER NOT NULL, currency TEXT NOT NULL, minor_digits INTEGER NOT NULL,
    trace_path TEXT, trace_records INTEGER, trace_bytes INTEGER, trace_incomplete TEXT);
  CREATE TABLE metrics (
    run_id INTEGER NOT NULL REFERENCES run(id), scope TEXT NOT NULL, name TEXT NOT NULL, metric TEXT NOT NULL,
    value REAL, part INTEGER, whole INTEGER,
    PRIMARY KEY (run_id, scope, name, metric)) WITHOUT ROWID;
  CREATE TABLE hourly (
    run_id INTEGER NOT NULL REFERENCES run(id), country TEXT NOT NULL, hour_start_us INTEGER NOT NULL,
    visits INTEGER, orders INTEGER, delivered INTEGER,
    PRIMARY KEY (run_id, country, hour_start_us)) WITHOUT ROWID;
  CREATE TABLE accounts (
    run_id INTEGER NOT NULL REFERENCES run(id), account TEXT NOT NULL, balance_minor INTEGER NOT NULL);
  CREATE TABLE thresholds (
    run_id INTEGER NOT NULL REFERENCES run(id), metric TEXT NOT NULL, gate TEXT NOT NULL, value REAL,
    lower REAL, upper REAL, outcome TEXT NOT NULL);
  CREATE TABLE violations (run_id INTEGER NOT NULL REFERENCES run(id), message TEXT NOT NULL);
  CREATE TABLE parameters (
    run_id INTEGER NOT NULL REFERENCES run(id), path TEXT NOT NULL, value TEXT NOT NULL,
    is_default INTEGER NOT NULL, source TEXT, as_of TEXT);
  """

private struct WrongSchema: Error, CustomStringConvertible {
  var found: Int
  var description: String { "it has schema \(found), this version writes schema \(schemaNumber)" }
}

private func createTables(_ database: Database) throws {
  let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  if found == 0 {
    try database.execute(sql: tables)
    try database.execute(sql: "PRAGMA user_version = \(schemaNumber)")
  } else if found != schemaNumber {
    throw WrongSchema(found: found)
  }
}

private func key(of run: RunResult) -> RunKey {
  let identity = run.identity
  return RunKey(
    version: identity.version, scenarioHash: identity.scenarioHash, seed: identity.seed,
    replication: identity.replication)
}

private func insertRun(_ run: RunResult, into database: Database) throws -> Int {
  let identity = run.identity
  try database.execute(
    sql: """
      INSERT INTO run (key, scenario, scenario_hash, version, seed, replication, threads, fingerprint, start_us, end_us,
        interrupted, wall_s, events, violations, currency, minor_digits, trace_path, trace_records, trace_bytes,
        trace_incomplete)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
    arguments: [
      key(of: run).text, identity.scenarioName, identity.scenarioHash, identity.version, String(identity.seed),
      Int(identity.replication), identity.threads, run.fingerprint.text, run.cost.startMicroseconds,
      run.cost.endMicroseconds, run.interrupted, run.cost.wallSeconds, run.cost.events,
      run.invariants.violations.count, run.money.currency, run.money.minorDigits, run.trace?.path,
      run.trace?.records, run.trace?.bytes, run.trace?.incomplete,
    ])
  return Int(database.lastInsertedRowID)
}

private func insertFigures(_ run: RunResult, _ number: Int, into database: Database) throws {
  let metric = try database.makeStatement(sql: "INSERT INTO metrics VALUES (?, ?, ?, ?, ?, ?, ?)")
  for row in metricRows(run) {
    try metric.execute(arguments: [
      number, row.scope.rawValue, row.name, row.metric, row.value, row.sample.counts?.part, row.sample.counts?.whole,
    ])
  }
  let hour = try database.makeStatement(sql: "INSERT INTO hourly VALUES (?, ?, ?, ?, ?, ?)")
  for series in run.hourly.countries {
    let length = max(series.visits.count, series.orders.count, series.delivered.count)
    for i in 0..<length {
      try hour.execute(arguments: [
        number, series.country, run.hourly.startMicroseconds + Int64(i) * 3_600_000_000, element(series.visits, i),
        element(series.orders, i), element(series.delivered, i),
      ])
    }
  }
  for account in run.money.accounts {
    try database.execute(
      sql: "INSERT INTO accounts VALUES (?, ?, ?)", arguments: [number, account.name, account.balanceMinor])
  }
  for verdict in run.thresholds {
    try database.execute(
      sql: "INSERT INTO thresholds VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        number, verdict.metric, verdict.gate, verdict.value, verdict.lower, verdict.upper, verdict.outcome.rawValue,
      ])
  }
  for violation in run.invariants.violations {
    try database.execute(sql: "INSERT INTO violations VALUES (?, ?)", arguments: [number, violation])
  }
}

/// The metrics among the figures in long form.
private let metricNames = Set(Metric.all.map(\.name))

private func storedFigures(_ key: RunKey, in database: Database) throws -> RunFigures? {
  let run = try Row.fetchOne(
    database, sql: "SELECT id, replication, fingerprint, violations FROM run WHERE key = ? AND NOT interrupted",
    arguments: [key.text])
  guard let run else { return nil }
  var samples: [MetricName: MetricSample] = [:]
  let scopes = Metric.Scope.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
  let rows = try Row.fetchCursor(
    database,
    sql: "SELECT scope, name, metric, value, part, whole FROM metrics WHERE run_id = ? AND scope IN (\(scopes))",
    arguments: [run["id"] as Int])
  while let row = try rows.next() {
    guard let scope = Metric.Scope(rawValue: row["scope"]) else { continue }
    let name = MetricName(metric: row["metric"], scope: scope, part: row["name"])
    guard metricNames.contains(name.metric) else { continue }
    if let part = row["part"] as Int?, let whole = row["whole"] as Int? {
      samples[name] = .share(of: whole, part: part)
    } else {
      samples[name] = .number(row["value"])
    }
  }
  return RunFigures(
    key: key, replication: run["replication"], fingerprint: run["fingerprint"], violations: run["violations"],
    samples: samples)
}

private func insertParameters(_ parameters: [ParameterRow], _ number: Int, into database: Database) throws {
  let statement = try database.makeStatement(sql: "INSERT INTO parameters VALUES (?, ?, ?, ?, ?, ?)")
  for row in parameters {
    try statement.execute(arguments: [number, row.path, row.value, !row.isWritten, row.source, row.asOf])
  }
}

private func element(_ values: [Int], _ index: Int) -> Int? { index < values.count ? values[index] : nil }
