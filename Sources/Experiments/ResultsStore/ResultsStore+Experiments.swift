internal import GRDB
internal import Scenario

/// An experiment as the results store keeps it: what was asked, and at which points.
public struct ExperimentRow: Sendable, Equatable {
  /// What kind it is: `study`.
  public var kind: String
  /// Its name; one of each kind and name in a file.
  public var name: String
  /// What was asked, in YAML.
  public var definition: String
  /// The engine's version.
  public var version: String
  /// Its points in their order.
  public var points: [PointRow]

  /// A point: a scenario that runs with several replications.
  public struct PointRow: Sendable, Equatable {
    /// What reports call it.
    public var label: String
    /// The seed of its runs.
    public var seed: UInt64
    /// The hash of the resolved scenario.
    public var scenarioHash: String
    /// The resolved scenario.
    public var scenario: String
    /// What it changes in the scenario, `path=value` each.
    public var overrides: [String]
    /// The value of each variable with its label.
    public var values: [Value]
  }

  /// The value of a variable at a point.
  public struct Value: Sendable, Equatable {
    /// The variable's name.
    public var variable: String
    /// The value as written.
    public var value: String
    /// What reports call it.
    public var label: String
  }

  /// What tells this experiment from another of the same name: any change of a scenario, a seed or the engine shows.
  var digest: String {
    let lines = points.map { "\($0.label)\n\($0.seed)\n\($0.scenarioHash)" }
    return SHA256.hexDigest(of: ([kind, name, version, definition] + lines).joined(separator: "\n"))
  }
}

/// The number of a point in a results file.
public struct StoredPoint: Sendable, Hashable {
  let number: Int
}

extension ResultsStore {
  /// How a file stands to an experiment that is about to run.
  public enum Standing: Sendable, Equatable {
    /// The file has no runs of an experiment of that kind and name.
    case new
    /// It has so many runs of this experiment.
    case begun(Int)
    /// It has so many runs of another one of that kind and name: something was changed since.
    case changed(Int)
  }

  /// How the file stands to an experiment.
  public func standing(of experiment: ExperimentRow) throws(ResultsStoreError) -> Standing {
    do {
      return try queue.read { database in
        guard let known = try stored(experiment, in: database) else { return .new }
        let sql = """
          SELECT count(*) FROM point_run JOIN point ON point.id = point_run.point_id WHERE point.experiment_id = ?
          """
        let runs = try Int.fetchOne(database, sql: sql, arguments: [known.number]) ?? 0
        if runs == 0 { return .new }
        return known.digest == experiment.digest ? .begun(runs) : .changed(runs)
      }
    } catch {
      throw ResultsStoreError(path: path, error)
    }
  }

  /// Writes down what an experiment is, and returns the numbers of its points.
  ///
  /// What the file knows of it already stays; the points of a changed one are replaced, while runs always stay.
  public func begin(_ experiment: ExperimentRow) throws(ResultsStoreError) -> [StoredPoint] {
    do {
      return try queue.write { database in
        if let known = try stored(experiment, in: database) {
          if known.digest == experiment.digest { return try points(of: known.number, in: database) }
          try removeExperiment(known.number, from: database)
        }
        return try points(of: insertExperiment(experiment, into: database), in: database)
      }
    } catch {
      throw ResultsStoreError(path: path, error)
    }
  }

  /// Makes runs that the file has members of a point.
  public func link(_ keys: some Sequence<RunKey>, to point: StoredPoint) throws(ResultsStoreError) {
    let sql = "INSERT OR IGNORE INTO point_run SELECT ?, id FROM run WHERE key = ? AND NOT interrupted"
    do {
      try queue.write { database in
        for key in keys { try database.execute(sql: sql, arguments: [point.number, key.text]) }
      }
    } catch {
      throw ResultsStoreError(path: path, error)
    }
  }

  /// Whether the file has experiments, which a single run must not replace.
  public func hasExperiments() throws(ResultsStoreError) -> Bool {
    do {
      return try queue.read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM experiment)") } ?? false
    } catch {
      throw ResultsStoreError(path: path, error)
    }
  }
}

private func stored(_ experiment: ExperimentRow, in database: Database) throws -> (number: Int, digest: String)? {
  try Row.fetchOne(
    database, sql: "SELECT id, digest FROM experiment WHERE kind = ? AND name = ?",
    arguments: [experiment.kind, experiment.name]
  ).map { ($0["id"], $0["digest"]) }
}

private func points(of experiment: Int, in database: Database) throws -> [StoredPoint] {
  try Int.fetchAll(
    database, sql: "SELECT id FROM point WHERE experiment_id = ? ORDER BY place", arguments: [experiment]
  ).map { StoredPoint(number: $0) }
}

/// Takes an experiment out; its runs stay.
private func removeExperiment(_ number: Int, from database: Database) throws {
  for table in ["point_run", "point_value", "point_override"] {
    try database.execute(
      sql: "DELETE FROM \(table) WHERE point_id IN (SELECT id FROM point WHERE experiment_id = ?)", arguments: [number])
  }
  try database.execute(sql: "DELETE FROM point WHERE experiment_id = ?", arguments: [number])
  try database.execute(sql: "DELETE FROM experiment WHERE id = ?", arguments: [number])
}

private func insertExperiment(_ experiment: ExperimentRow, into database: Database) throws -> Int {
  try database.execute(
    sql: "INSERT INTO experiment (kind, name, digest, definition, version) VALUES (?, ?, ?, ?, ?)",
    arguments: [experiment.kind, experiment.name, experiment.digest, experiment.definition, experiment.version])
  let number = Int(database.lastInsertedRowID)
  for (place, point) in experiment.points.enumerated() {
    try database.execute(
      sql: """
        INSERT INTO point (experiment_id, place, label, seed, scenario_hash, scenario) VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [number, place, point.label, String(point.seed), point.scenarioHash, point.scenario])
    let id = Int(database.lastInsertedRowID)
    for value in point.values {
      try database.execute(
        sql: "INSERT INTO point_value VALUES (?, ?, ?, ?)", arguments: [id, value.variable, value.value, value.label])
    }
    for (place, override) in point.overrides.enumerated() {
      try database.execute(sql: "INSERT INTO point_override VALUES (?, ?, ?)", arguments: [id, place, override])
    }
  }
  return number
}

/// Makes a run a member of a point.
func insertMember(_ run: Int, of point: StoredPoint, into database: Database) throws {
  try database.execute(sql: "INSERT OR IGNORE INTO point_run VALUES (?, ?)", arguments: [point.number, run])
}
