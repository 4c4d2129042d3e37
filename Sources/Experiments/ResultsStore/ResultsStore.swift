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
  /// Whether two runs of one key differ: an engine that is not deterministic, or a file that was tampered with.
  public var isConflict = false

  /// The problem in one sentence.
  public var description: String { "results store \"\(path)\": \(reason)" }

  /// What SQLite says, without its statement.
  init(path: String, _ error: any Error) {
    self.path = path
    reason = (error as? DatabaseError)?.message ?? "\(error)"
    isConflict = error is FingerprintConflict
  }
}

/// The SQLite file in which runs keep their figures: one table per question, every row with its run.
///
/// The schema's number stands in `PRAGMA user_version`. Several runs share one file, and several processes may write to it at
/// once: each change is one transaction, and a process that finds the file locked waits for up to a minute. A process that is
/// killed leaves what it had committed.
public struct ResultsStore: Sendable {
  /// Where the file is.
  public let path: String
  let queue: DatabaseQueue

  /// Opens a results file, and makes its tables when it is new.
  ///
  /// - Throws: ``ResultsStoreError`` when the file cannot be written, or has tables of another schema.
  public init(path: String) throws(ResultsStoreError) {
    self.path = path
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(60)
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.write(createTables)
    } catch {
      throw ResultsStoreError(path: path, error)
    }
  }

  /// Adds a run with the parameters it ran with, all or nothing, and returns its number in the file.
  ///
  /// A run that is there already, by its ``RunKey``, stays as it is; one that was interrupted is replaced.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - parameters: What it ran with.
  ///   - point: The point of an experiment that it belongs to. Such runs are many: their hours are not kept, and their parameters
  ///     stand with the point.
  ///   - hasHours: Whether the visits, orders and deliveries of each hour are kept.
  @discardableResult
  public func add(
    _ run: RunResult, parameters: [ParameterRow] = [], point: StoredPoint? = nil,
    hasHours: Bool = true
  ) throws(ResultsStoreError) -> Int {
    do {
      return try queue.write { database in
        let number = try insert(run, parameters, hasHours: hasHours && point == nil, into: database)
        if let point { try insertMember(number, of: point, into: database) }
        return number
      }
    } catch {
      throw ResultsStoreError(path: path, error)
    }
  }

  /// The figures of the runs with these keys that the file has; interrupted runs are not among them.
  ///
  /// - Parameters:
  ///   - keys: The runs.
  ///   - names: The metrics that are wanted; nil for all.
  public func figures(
    of keys: some Sequence<RunKey>, only names: Set<MetricName>? = nil
  ) throws(ResultsStoreError) -> [RunKey: RunFigures] {
    do {
      return try queue.read { database in
        var found: [RunKey: RunFigures] = [:]
        for key in keys where found[key] == nil {
          let run = try storedFigures(key, in: database)
          found[key] = names.map { run?.keeping($0) } ?? run
        }
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

/// Adds a run that is not there yet, and returns its number.
private func insert(
  _ run: RunResult, _ parameters: [ParameterRow], hasHours: Bool, into database: Database
) throws -> Int {
  let key = key(of: run)
  let row = "SELECT id, fingerprint, interrupted FROM run WHERE key = ?"
  if let known = try Row.fetchOne(database, sql: row, arguments: [key.text]) {
    let isWhole = !(known["interrupted"] as Bool)
    let fingerprint = known["fingerprint"] as String
    if isWhole, !run.interrupted, fingerprint != run.fingerprint.text {
      throw FingerprintConflict(key: key.text, fingerprints: [fingerprint, run.fingerprint.text])
    }
    if isWhole || run.interrupted { return known["id"] }
    try removeRun(known["id"], from: database)
  }
  let number = try insertRun(run, into: database)
  try insertFigures(run, number, hasHours: hasHours, into: database)
  try insertParameters(parameters, number, into: database)
  return number
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

private func insertFigures(_ run: RunResult, _ number: Int, hasHours: Bool, into database: Database) throws {
  let metric = try database.makeStatement(sql: "INSERT INTO metrics VALUES (?, ?, ?, ?, ?, ?, ?)")
  for row in metricRows(run) {
    try metric.execute(arguments: [
      number, row.scope.rawValue, row.name, row.metric, row.value, row.sample.counts?.part, row.sample.counts?.whole,
    ])
  }
  let hour = try database.makeStatement(sql: "INSERT INTO hourly VALUES (?, ?, ?, ?, ?, ?)")
  for series in run.hourly.countries where hasHours {
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
