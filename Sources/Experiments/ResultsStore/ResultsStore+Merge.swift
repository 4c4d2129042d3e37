internal import Foundation
internal import GRDB

/// What a merge of one results file into another did.
public struct MergeCount: Sendable, Equatable {
  /// Runs that were added.
  public var added = 0
  /// Runs that were there already, with the same fingerprint.
  public var known = 0

  /// Nothing done yet.
  public init() {}

  /// Both counts together.
  public static func + (a: MergeCount, b: MergeCount) -> MergeCount {
    var sum = a
    sum.added += b.added
    sum.known += b.known
    return sum
  }
}

extension ResultsStore {
  /// Takes over the runs and experiments of another results file, all or nothing; doing it twice changes nothing.
  ///
  /// Interrupted runs are left out.
  ///
  /// - Throws: ``ResultsStoreError``, with ``ResultsStoreError/isConflict`` when a run of the same key has another fingerprint.
  public func merge(_ source: String) throws(ResultsStoreError) -> MergeCount {
    do {
      guard FileManager.default.fileExists(atPath: source) else { throw Problem("there is no such file") }
      return try queue.writeWithoutTransaction { database in
        try database.execute(sql: "ATTACH DATABASE ? AS source", arguments: [source])
        defer { try? database.execute(sql: "DETACH DATABASE source") }
        var count = MergeCount()
        try database.inTransaction(.immediate) {
          count = try takeOver(database)
          return .commit
        }
        return count
      }
    } catch {
      throw ResultsStoreError(path: source, error)
    }
  }
}

private struct Problem: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

private func takeOver(_ database: Database) throws -> MergeCount {
  let schema = try Int.fetchOne(database, sql: "PRAGMA source.user_version") ?? 0
  guard schema == schemaNumber else {
    throw Problem(
      schema == 0 ? "it is no results file" : "it has schema \(schema), this version reads schema \(schemaNumber)")
  }
  try checkFingerprints(database)
  let count = try copyRuns(database)
  try copyExperiments(database)
  return count
}

private func checkFingerprints(_ database: Database) throws {
  let differing = """
    SELECT key, run.fingerprint AS own, other.fingerprint AS their FROM main.run JOIN source.run AS other USING (key)
    WHERE NOT run.interrupted AND NOT other.interrupted AND run.fingerprint <> other.fingerprint ORDER BY key LIMIT 1
    """
  if let row = try Row.fetchOne(database, sql: differing) {
    throw FingerprintConflict(key: row["key"], fingerprints: [row["own"], row["their"]])
  }
}

private func copyRuns(_ database: Database) throws -> MergeCount {
  let stale =
    "SELECT run.id FROM main.run JOIN source.run AS other USING (key) WHERE run.interrupted AND NOT other.interrupted"
  for number in try Int.fetchAll(database, sql: stale) { try removeRun(number, from: database) }
  var count = MergeCount()
  let known = "SELECT count(*) FROM source.run WHERE NOT interrupted AND key IN (SELECT key FROM main.run)"
  count.known = try Int.fetchOne(database, sql: known) ?? 0
  let new = "SELECT id FROM source.run WHERE NOT interrupted AND key NOT IN (SELECT key FROM main.run) ORDER BY id"
  let runColumns = try columns(of: "run", without: "id", database)
  let tableColumns = try tablesOfRuns.map { ($0, try columns(of: $0, without: "run_id", database)) }
  for other in try Int.fetchAll(database, sql: new) {
    try database.execute(
      sql: "INSERT INTO main.run (\(runColumns)) SELECT \(runColumns) FROM source.run WHERE id = ?", arguments: [other])
    let number = database.lastInsertedRowID
    for (table, names) in tableColumns {
      try database.execute(
        sql: "INSERT INTO main.\(table) (run_id, \(names)) SELECT ?, \(names) FROM source.\(table) WHERE run_id = ?",
        arguments: [number, other])
    }
    count.added += 1
  }
  return count
}

private func columns(of table: String, without key: String, _ database: Database) throws -> String {
  try database.columns(in: table).map(\.name).filter { $0 != key }.joined(separator: ", ")
}

private func copyExperiments(_ database: Database) throws {
  for other in try Row.fetchAll(database, sql: "SELECT * FROM source.experiment ORDER BY id") {
    let (kind, name) = (other["kind"] as String, other["name"] as String)
    let known = try String.fetchOne(
      database, sql: "SELECT digest FROM main.experiment WHERE kind = ? AND name = ?", arguments: [kind, name])
    if let known, known != other["digest"] {
      throw Problem("its \(kind) \"\(name)\" has other points or another scenario than the one in the file it goes to")
    }
    if known == nil { try copyPoints(other["id"], database) }
  }
  try database.execute(
    sql: """
      INSERT OR IGNORE INTO main.point_run
      SELECT point.id, run.id FROM source.point_run AS member
        JOIN source.point AS theirs ON theirs.id = member.point_id
        JOIN source.experiment AS foreign_one ON foreign_one.id = theirs.experiment_id
        JOIN main.experiment AS own ON own.kind = foreign_one.kind AND own.name = foreign_one.name
        JOIN main.point ON point.experiment_id = own.id AND point.place = theirs.place
        JOIN source.run AS other ON other.id = member.run_id
        JOIN main.run ON run.key = other.key AND NOT run.interrupted
      """)
}

private func copyPoints(_ other: Int, _ database: Database) throws {
  func copy(_ table: String, _ key: String, _ old: Int, _ new: Int64?, without id: String?) throws {
    let names = try database.columns(in: table).map(\.name).filter { $0 != key && $0 != id }.joined(separator: ", ")
    let sql =
      new == nil
      ? "INSERT INTO main.\(table) (\(names)) SELECT \(names) FROM source.\(table) WHERE \(key) = ?"
      : "INSERT INTO main.\(table) (\(key), \(names)) SELECT ?, \(names) FROM source.\(table) WHERE \(key) = ?"
    try database.execute(sql: sql, arguments: new.map { [$0, old] } ?? [old])
  }
  try copy("experiment", "id", other, nil, without: nil)
  let experiment = database.lastInsertedRowID
  let points = "SELECT id FROM source.point WHERE experiment_id = ? ORDER BY place"
  let names = try database.columns(in: "point").map(\.name).filter { $0 != "id" && $0 != "experiment_id" }
    .joined(separator: ", ")
  for point in try Int.fetchAll(database, sql: points, arguments: [other]) {
    try database.execute(
      sql: "INSERT INTO main.point (experiment_id, \(names)) SELECT ?, \(names) FROM source.point WHERE id = ?",
      arguments: [experiment, point])
    let number = database.lastInsertedRowID
    try copy("point_value", "point_id", point, number, without: nil)
    try copy("point_override", "point_id", point, number, without: nil)
  }
}
