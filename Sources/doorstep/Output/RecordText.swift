import Reporting
import TraceFormat

/// Records in words: the header's names in place of its numbers.
struct RecordText {
  private let header: TraceHeader
  private let kinds: [UInt16: TraceKind]
  private let dictionaries: [String: [String]]

  init(_ header: TraceHeader) {
    self.header = header
    kinds = Dictionary(header.kinds.map { ($0.id, $0) }) { first, _ in first }
    dictionaries = Dictionary(header.dictionaries.map { ($0.name, $0.values) }) { first, _ in first }
  }

  /// The instant, in UTC.
  func time(_ record: TraceRecord) -> String { TraceText.time(record.time, epoch: header.epoch) }

  /// The region's name.
  func region(_ region: UInt16) -> String {
    Int(region) < header.regions.count ? header.regions[Int(region)] : String(region)
  }

  /// The name of the record's kind.
  func kind(_ record: TraceRecord) -> String { kinds[record.kind]?.name ?? "kind \(record.kind)" }

  /// The fields that the record's kind has, in the order of the slots.
  func fields(_ record: TraceRecord) -> [(name: String, text: String)] {
    (kinds[record.kind]?.fields ?? []).map { ($0.name, text(of: $0, in: record)) }
  }

  /// The record on one line.
  func line(_ record: TraceRecord, region number: UInt16) -> String {
    let fields = fields(record).map { " \($0.name)=\($0.text)" }.joined()
    return "\(time(record)) \(region(number)) \(kind(record))\(fields)"
  }

  /// The record as an object.
  func document(_ record: TraceRecord, region number: UInt16) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init(key: "time", value: .string(time(record))), .init(key: "region", value: .string(region(number))),
      .init(key: "kind", value: .string(kind(record))),
    ]
    for field in kinds[record.kind]?.fields ?? [] {
      let text = text(of: field, in: record)
      let isNumber = Int64(text) != nil || UInt64(text) != nil
      members.append(.init(key: field.name, value: isNumber ? .digits(text) : .string(text)))
    }
    return .object(members)
  }

  private func text(of field: TraceField, in record: TraceRecord) -> String {
    let number = value(of: field.slot, in: record)
    if let list = field.dictionary.flatMap({ dictionaries[$0] }), number >= 0, number < list.count {
      return list[Int(number)]
    }
    if field.slot == .entity { return String(record.entity) }
    return field.unit == .instant ? TraceText.time(number, epoch: header.epoch) : String(number)
  }

  private func value(of slot: TraceSlot, in record: TraceRecord) -> Int64 {
    switch slot {
    case .entity: Int64(bitPattern: record.entity)
    case .value: record.value
    case .aux: Int64(record.aux)
    case .node: Int64(record.node)
    case .country: Int64(record.country)
    case .flags: Int64(record.flags)
    }
  }
}
