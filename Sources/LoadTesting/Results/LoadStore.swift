internal import GRDB
import Histogram

/// The SQLite file of a load: the run, its cells by step and country, its thresholds, and what the audit of the store found.
public enum LoadStore {
  /// Writes a new file.
  ///
  /// - Throws: What SQLite says.
  public static func write(
    _ result: LoadResult, _ figures: PlanFigures, _ verdicts: [LoadGate.Verdict],
    audit: [(kind: String, text: String)] = [], to path: String
  ) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      try database.execute(sql: tables)
      try database.execute(
        sql: "INSERT INTO load_run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          String(figures.digest, radix: 16), figures.requests, figures.sessions, Double(figures.length_ns) / 1e9,
          result.sent, result.answered, result.failed, result.notNeeded, result.orphaned, result.unsent,
          Double(result.elapsed_ns) / 1e9, result.wasInterrupted,
        ])
      for cell in result.cells.all { try write(cell, database) }
      for second in result.timeline {
        let times = second.response_ns
        try database.execute(
          sql: "INSERT INTO load_second VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            second.second, second.sent, second.answered, second.failed, second.backlog,
            times.map { Int64($0.median) }, times.map { Int64($0.p99) }, times.map { Int64($0.longest) },
          ])
      }
      for verdict in verdicts {
        try database.execute(
          sql: "INSERT INTO load_threshold VALUES (?, ?, ?)",
          arguments: [
            verdict.gate.description, verdict.value.flatMap { $0.isFinite ? $0 : nil }, verdict.holds,
          ])
      }
      for violation in audit {
        try database.execute(
          sql: "INSERT INTO load_audit VALUES (?, ?)", arguments: [violation.kind, violation.text])
      }
    }
    try queue.close()
  }

  private static func write(_ cell: LoadCell, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO load_cell VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [cell.step, cell.country ?? "", cell.sent, cell.answered, cell.failed, cell.late, cell.bodyBytes])
    for failure in LoadFailure.allCases where cell.count(failure) > 0 {
      try database.execute(
        sql: "INSERT INTO load_failure VALUES (?, ?, ?, ?)",
        arguments: [cell.step, cell.country ?? "", failure.name, cell.count(failure)])
    }
    for (name, histogram) in [("response", cell.responseTime), ("service", cell.serviceTime)] {
      for value in histogram.recordedValues() {
        try database.execute(
          sql: "INSERT INTO load_time VALUES (?, ?, ?, ?, ?)",
          arguments: [
            cell.step, cell.country ?? "", name, Int64(value.value), Int64(value.countAddedInThisIterationStep),
          ])
      }
    }
  }

  /// Times are the upper ends of the histogram's buckets, with the counts in them.
  private static let tables = """
    PRAGMA user_version = 1;
    CREATE TABLE load_run (hash TEXT, requests INTEGER, sessions INTEGER, length_s REAL, sent INTEGER, answered INTEGER,
      failed INTEGER, not_needed INTEGER, orphaned INTEGER, unsent INTEGER, elapsed_s REAL, interrupted INTEGER);
    CREATE TABLE load_cell (step TEXT, country TEXT, sent INTEGER, answered INTEGER, failed INTEGER, late INTEGER,
      body_bytes INTEGER, PRIMARY KEY (step, country));
    CREATE TABLE load_failure (step TEXT, country TEXT, kind TEXT, count INTEGER, PRIMARY KEY (step, country, kind));
    CREATE TABLE load_time (step TEXT, country TEXT, name TEXT, up_to_ns INTEGER, count INTEGER);
    CREATE TABLE load_second (second INTEGER PRIMARY KEY, sent INTEGER, answered INTEGER, failed INTEGER, backlog INTEGER,
      response_p50_ns INTEGER, response_p99_ns INTEGER, response_max_ns INTEGER);
    CREATE TABLE load_threshold (gate TEXT, value REAL, holds INTEGER);
    CREATE TABLE load_audit (kind TEXT, violation TEXT);
    """
}
