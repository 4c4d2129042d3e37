internal import GRDB

/// The number of the schema below; docs/reference/results.md describes it.
let schemaNumber = 4

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
  CREATE INDEX accounts_by_run ON accounts(run_id);
  CREATE TABLE thresholds (
    run_id INTEGER NOT NULL REFERENCES run(id), metric TEXT NOT NULL, gate TEXT NOT NULL, value REAL,
    lower REAL, upper REAL, outcome TEXT NOT NULL);
  CREATE INDEX thresholds_by_run ON thresholds(run_id);
  CREATE TABLE violations (run_id INTEGER NOT NULL REFERENCES run(id), message TEXT NOT NULL);
  CREATE INDEX violations_by_run ON violations(run_id);
  CREATE TABLE parameters (
    run_id INTEGER NOT NULL REFERENCES run(id), path TEXT NOT NULL, value TEXT NOT NULL,
    is_default INTEGER NOT NULL, source TEXT, as_of TEXT);
  CREATE INDEX parameters_by_run ON parameters(run_id);
  CREATE TABLE experiment (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, definition TEXT NOT NULL,
    version TEXT NOT NULL, UNIQUE (kind, name));
  CREATE TABLE point (
    id INTEGER PRIMARY KEY, experiment_id INTEGER NOT NULL REFERENCES experiment(id), place INTEGER NOT NULL,
    label TEXT NOT NULL, seed TEXT NOT NULL, scenario_hash TEXT NOT NULL, scenario TEXT NOT NULL,
    UNIQUE (experiment_id, place));
  CREATE TABLE point_value (
    point_id INTEGER NOT NULL REFERENCES point(id), variable TEXT NOT NULL, value TEXT NOT NULL, label TEXT NOT NULL,
    PRIMARY KEY (point_id, variable)) WITHOUT ROWID;
  CREATE TABLE point_override (
    point_id INTEGER NOT NULL REFERENCES point(id), place INTEGER NOT NULL, override TEXT NOT NULL,
    PRIMARY KEY (point_id, place)) WITHOUT ROWID;
  CREATE TABLE point_run (
    point_id INTEGER NOT NULL REFERENCES point(id), run_id INTEGER NOT NULL REFERENCES run(id),
    PRIMARY KEY (point_id, run_id)) WITHOUT ROWID;
  CREATE INDEX point_run_by_run ON point_run(run_id);
  CREATE VIEW point_metrics AS
    SELECT experiment.name AS experiment, point.place, point.label, run.replication, run.id AS run_id,
      metrics.scope, metrics.name, metrics.metric, metrics.value, metrics.part, metrics.whole
    FROM experiment JOIN point ON point.experiment_id = experiment.id JOIN point_run ON point_run.point_id = point.id
      JOIN run ON run.id = point_run.run_id JOIN metrics ON metrics.run_id = run.id;
  """

/// The tables whose rows belong to a run by `run_id`, without those of experiments.
let tablesOfRuns = ["metrics", "hourly", "accounts", "thresholds", "violations", "parameters"]

private struct WrongSchema: Error, CustomStringConvertible {
  var found: Int
  var description: String { "it has schema \(found), this version writes schema \(schemaNumber)" }
}

/// Two runs of one key with different fingerprints.
struct FingerprintConflict: Error, CustomStringConvertible {
  var key: String
  var fingerprints: [String]
  var description: String {
    "run \(key) has the fingerprints \(fingerprints.joined(separator: " and ")); equal keys must give equal runs"
  }
}

/// Makes the tables of a new file, and refuses those of another schema.
func createTables(_ database: Database) throws {
  let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  if found == 0 {
    try database.execute(sql: tables)
    try database.execute(sql: "PRAGMA user_version = \(schemaNumber)")
  } else if found != schemaNumber {
    throw WrongSchema(found: found)
  }
}

/// Takes a run out with all that belongs to it.
func removeRun(_ number: Int, from database: Database) throws {
  for table in tablesOfRuns + ["point_run"] {
    try database.execute(sql: "DELETE FROM \(table) WHERE run_id = ?", arguments: [number])
  }
  try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [number])
}
