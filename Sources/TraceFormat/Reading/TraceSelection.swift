/// Which records a pass delivers; what is nil does not limit.
public struct TraceSelection: Hashable, Sendable {
  /// Records at or after this time, in microseconds since the epoch.
  public var from: Int64?
  /// Records before this time, in microseconds since the epoch.
  public var to: Int64?
  /// Records of these regions.
  public var regions: [UInt16]?
  /// Records of these kinds, by id.
  public var kinds: [UInt16]?
  /// Records of these entities; records of kinds without entity are left out.
  public var entities: [UInt64]?

  /// Selects everything, or what the arguments say.
  public init(
    from: Int64? = nil, to: Int64? = nil, regions: [UInt16]? = nil, kinds: [UInt16]? = nil, entities: [UInt64]? = nil
  ) {
    self.from = from
    self.to = to
    self.regions = regions
    self.kinds = kinds
    self.entities = entities
  }

  /// Whether a block can have selected records, as far as time and region tell.
  func mayInclude(_ block: TraceBlockInfo) -> Bool {
    if let from, block.lastTime < from { return false }
    if let to, block.firstTime >= to { return false }
    return regions?.contains(block.region) ?? true
  }
}

/// A selection compiled for many records.
struct RecordFilter {
  private let from: Int64
  private let to: Int64
  private let kinds: [Bool]?
  private let entities: Set<UInt64>?
  /// By kind id: whether its records have an entity.
  private let hasEntity: [Bool]
  /// Whether every record passes.
  let isOpen: Bool

  init(_ selection: TraceSelection, header: TraceHeader) {
    from = selection.from ?? .min
    // `to` is exclusive, so that .max alone could not select the last instant.
    to = selection.to ?? .max
    includesLast = selection.to == nil
    let limit = Int(header.kinds.last?.id ?? 0) + 1
    kinds = selection.kinds.map { Self.flags($0, limit) }
    entities = selection.entities.map { Set($0) }
    hasEntity = Self.flags(header.kinds.filter { $0.findField(.entity) != nil }.map(\.id), limit)
    isOpen = selection.from == nil && selection.to == nil && kinds == nil && entities == nil
  }

  private let includesLast: Bool

  private static func flags(_ ids: [UInt16], _ limit: Int) -> [Bool] {
    var flags = [Bool](repeating: false, count: limit)
    for id in ids where Int(id) < limit { flags[Int(id)] = true }
    return flags
  }

  func passes(_ record: TraceRecord) -> Bool {
    guard record.time >= from, record.time < to || includesLast else { return false }
    if let kinds, !kinds[Int(record.kind)] { return false }
    if let entities { return hasEntity[Int(record.kind)] && entities.contains(record.entity) }
    return true
  }
}
