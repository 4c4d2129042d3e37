internal import Glibc

/// A file that was made from another one, and what could not be read of that one.
public struct TraceDerivation: Hashable, Sendable {
  /// The new file.
  public var summary: TraceSummary
  /// What is missing of the old one.
  public var losses: [TraceLoss]
}

/// Makes a whole file out of a damaged or unfinished one.
public enum TraceRecovery {
  /// A name for what is recovered from a file, at which no file stands: `run.trace.zst` for `run.trace.zst.partial`, or
  /// `recovered-run.trace.zst` beside it.
  public static func freeTarget(for source: String) -> String {
    let stem = source.hasSuffix(".partial") ? String(source.dropLast(8)) : source
    if stem != source, access(stem, F_OK) != 0 { return stem }
    let folder = stem.lastIndex(of: "/").map { String(stem[...$0]) } ?? ""
    let name = TraceTools.name(stem)
    var target = "\(folder)recovered-\(name)"
    var number = 1
    while access(target, F_OK) == 0 {
      number += 1
      target = "\(folder)recovered-\(number)-\(name)"
    }
    return target
  }

  /// Writes all blocks that can be read to a new file, which ``TraceReader/verify()`` then accepts.
  ///
  /// - Parameters:
  ///   - source: The damaged or unfinished file; it stays as it is, unless `target` is the same.
  ///   - target: Where the new file goes; what stands there is replaced when the new file is whole.
  /// - Throws: ``TraceError``: what opening throws, `nothingToRecover`, or what writing throws.
  public static func recover(from source: String, to target: String) throws -> TraceDerivation {
    let reader = try TraceReader(path: source)
    var header = reader.header
    header.derivation = TraceTools.append("recovered from \(TraceTools.name(source))", to: header.derivation)
    return try TraceTools.write(target, header) { writer in
      let report = try reader.forEachBlock { block, _ in
        try writer.write(block)
        return true
      }
      guard report.records > 0 || (report.isWhole && reader.footer != nil) else {
        throw TraceError.nothingToRecover(path: source)
      }
      let isWhole = report.isWhole && reader.isComplete
      return (report.losses, reader.footer?.totals ?? [], isWhole ? reader.footer?.fingerprint ?? "" : "")
    }
  }
}

/// Makes a file of some of another one's records.
public enum TraceCut {
  /// Writes the selected records to a new file with the same header; its fingerprint is its own digest.
  ///
  /// - Parameters:
  ///   - source: The file to read.
  ///   - target: Where the new file goes; what stands there is replaced when the new file is whole.
  ///   - selection: Which records.
  /// - Throws: ``TraceError``: what opening or writing throws.
  public static func cut(from source: String, to target: String, _ selection: TraceSelection) throws -> TraceDerivation
  {
    let reader = try TraceReader(path: source)
    var header = reader.header
    header.derivation = TraceTools.append("cut of \(TraceTools.name(source))", to: header.derivation)
    return try TraceTools.write(target, header) { writer in
      var open: [RecordBlock?] = []
      let report = try reader.forEachRecord(selection) { record, region in
        while open.count <= Int(region) { open.append(nil) }
        let block = open[Int(region)] ?? RecordBlock(region: region)
        open[Int(region)] = block
        block.append(record)
        if block.isFull {
          try writer.write(block)
          block.removeAll()
        }
        return true
      }
      for case let block? in open { try writer.write(block) }
      return (report.losses, [], "")
    }
  }
}

/// What recovering and cutting share.
enum TraceTools {
  typealias Ending = (losses: [TraceLoss], totals: [TraceTotal], fingerprint: String)

  /// Writes a file by a provisional name that differs from ``TraceWriter``'s, so that `PATH.partial` can be read while
  /// `PATH` is written; removes it when anything fails.
  static func write(
    _ path: String, _ header: TraceHeader, _ body: (TraceFileWriter) throws -> Ending
  ) throws -> TraceDerivation {
    let writer = try TraceFileWriter(path: path, header: header, suffix: ".new")
    do {
      let ending = try body(writer)
      let summary = try writer.finish(totals: ending.totals, fingerprint: ending.fingerprint)
      return TraceDerivation(summary: summary, losses: ending.losses)
    } catch {
      writer.file.discard()
      throw error
    }
  }

  static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

  static func append(_ step: String, to derivation: String) -> String {
    derivation.isEmpty ? step : derivation + ", " + step
  }
}
