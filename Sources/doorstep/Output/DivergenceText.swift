import Logistics
import Reporting
import TraceFormat

/// The first difference between a run and its trace, with what led to it.
struct DivergenceText {
  private let divergence: TraceComparison.Divergence
  private let matched: Int
  private let reader: TraceReader
  private let records: RecordText

  init(_ divergence: TraceComparison.Divergence, _ matched: Int, _ reader: TraceReader) {
    self.divergence = divergence
    self.matched = matched
    self.reader = reader
    records = RecordText(reader.header)
  }

  /// What differs, then the last records of the region and of the entity before it, latest last.
  func text() -> String {
    let region = divergence.region
    var lines = [
      "\(grouped(matched)) records agree; then, in region \(records.region(region)), block \(divergence.block), "
        + "record \(divergence.place):",
      "  recorded  \(divergence.recorded.map { records.line($0, region: region) } ?? "nothing, the trace ends")",
      "  replayed  \(divergence.replayed.map { records.line($0, region: region) } ?? "nothing, the run ends")",
    ]
    lines += section("before it in the region", precedingInRegion())
    let entities = [divergence.recorded, divergence.replayed].compactMap { $0?.entity }.filter { $0 != 0 }
    for entity in Set(entities).sorted() { lines += section("before it of \(entity)", precedingOf(entity)) }
    return lines.map { $0 + "\n" }.joined()
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["\(title):"] + lines.suffix(8).map { "  \($0)" }
  }

  /// The records of the same region that stand before the difference, up to eight.
  private func precedingInRegion() -> [String] {
    var found: [String] = []
    for info in reader.blocks.prefix(divergence.block + 1).reversed() where info.region == divergence.region {
      let block = RecordBlock()
      guard (try? reader.read(info, into: block)) != nil else { continue }
      let isHere = Int(info.sequence) == divergence.block
      let count = isHere ? min(divergence.place, block.buffer.count) : block.buffer.count
      let lines = block.buffer[max(0, count - 8)..<count].map { records.line($0, region: info.region) }
      found = lines + found
      if found.count >= 8 { break }
    }
    return found
  }

  /// The records of the same order, parcel or consignment that stand before the difference, in any region.
  private func precedingOf(_ entity: UInt64) -> [String] {
    guard let found = try? reader.find(entity: entity) else { return [] }
    let time = divergence.recorded?.time ?? divergence.replayed?.time ?? .max
    return found.records.filter { $0.record.time < time || ($0.record.time == time && Int($0.block) < divergence.block) }
      .map { records.line($0.record, region: $0.region) }
  }
}
