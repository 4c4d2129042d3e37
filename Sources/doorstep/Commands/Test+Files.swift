import Experiments
import Foundation

extension Test {
  /// Tells about files that are not there, or cannot be written, before anything runs.
  func checkFiles() throws {
    if let fingerprints, accept == nil, !FileManager.default.fileExists(atPath: fingerprints) {
      throw Failure(
        .baselineMissing, "there is no book of fingerprints \"\(fingerprints)\"",
        help: "name the one that is meant, or make it with --accept \"why it may be so\"")
    }
    for path in [junit, summary, writeBaseline].compactMap({ $0 }) { try checkWritable(path) }
  }

  /// Writes the fingerprints of all cases that passed everything else, book by book.
  func acceptFingerprints(_ outcomes: [CaseOutcome]) throws {
    var books: [(path: String, entries: [FingerprintBook.Entry])] = []
    for outcome in outcomes {
      guard let (path, entry) = outcome.judgement?.accepted else { continue }
      if outcome.findings.contains(where: { $0.code == .invariantBroken || $0.code == .notDeterministic }) { continue }
      if let place = books.firstIndex(where: { $0.path == path }) {
        books[place].entries.append(entry)
      } else {
        books.append((path, [entry]))
      }
    }
    for (path, entries) in books {
      let old = try BookShelf.read(path) ?? FingerprintBook()
      var book = old
      for entry in entries { book.put(keepingReason(entry, of: old)) }
      if book != old { try replaceFile(path, with: book.text) }
      let changed = book.entries.count { !old.entries.contains($0) }
      if !quiet { Terminal.note("\(changed) of \(entries.count) fingerprints written to \(path)") }
    }
  }

  /// What gives the same fingerprint as before keeps the reason for it.
  private func keepingReason(_ entry: FingerprintBook.Entry, of book: FingerprintBook) -> FingerprintBook.Entry {
    guard
      let old = book.entry(of: entry.scenario, overrides: entry.overrides, replication: entry.replication),
      old.differences(from: entry).allSatisfy({ $0 == "scenario" })
    else { return entry }
    var entry = entry
    entry.accepted = old.accepted
    return entry
  }

  /// Reads a baseline.
  func readBaseline(_ path: String) throws -> Baseline {
    let isFolder = (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil
    let file = isFolder ? BookShelf.join(path, "baseline.csv") : path
    guard FileManager.default.fileExists(atPath: file) else {
      throw Failure(
        .baselineMissing, "there is no baseline \"\(file)\"",
        help: "write one with --write-baseline \(file), from the version to compare with")
    }
    do { return try Baseline(parsing: String(contentsOfFile: file, encoding: .utf8)) } catch {
      throw Failure(
        .usage, "cannot read the baseline \"\(file)\": \(error)", help: "write it anew with --write-baseline")
    }
  }

  /// Puts the figures of all cases into a baseline; those of other cases stay.
  func write(_ outcomes: [CaseOutcome], to path: String) throws {
    var baseline = FileManager.default.fileExists(atPath: path) ? try readBaseline(path) : Baseline()
    for outcome in outcomes {
      guard let replications = outcome.judgement?.replications, !replications.isEmpty else { continue }
      baseline.replace(outcome.test.name, with: replications)
    }
    try replaceFile(path, with: baseline.text)
  }
}
