/// A digest of all records in four parts, so that a difference shows which part of a run moved.
///
/// The records of each region count in their order; how they were cut into blocks, and how the blocks of different
/// regions interleave, does not.
public struct TraceDigest: Hashable, Sendable {
  /// The parts of a digest.
  public struct Parts: Hashable, Sendable {
    /// Over the times.
    public var times: UInt64 = 0
    /// Over nodes, countries and regions.
    public var places: UInt64 = 0
    /// Over kinds and flags.
    public var kinds: UInt64 = 0
    /// Over entities, values and second operands.
    public var values: UInt64 = 0

    /// Makes parts.
    public init(times: UInt64 = 0, places: UInt64 = 0, kinds: UInt64 = 0, values: UInt64 = 0) {
      self.times = times
      self.places = places
      self.kinds = kinds
      self.values = values
    }

    /// Folds in one more record, whose time is rounded already.
    @inline(__always) mutating func fold(_ record: TraceRecord, time: Int64) {
      times = TraceDigest.step(times, UInt64(bitPattern: time))
      places = TraceDigest.step(places, UInt64(record.node) | UInt64(record.country) &<< 16)
      kinds = TraceDigest.step(kinds, UInt64(record.kind) | UInt64(record.flags) &<< 16)
      let operands =
        record.entity &* 0xA076_1D64_78BD_642F
        &+ UInt64(bitPattern: record.value) &* 0xE703_7ED1_A0B4_28DB
        &+ UInt64(record.aux) &* 0x8EBC_6AF0_9C88_C6E3
      values = TraceDigest.step(values, operands)
    }

    /// Folds in records whose times are rounded already.
    mutating func fold(_ records: UnsafeBufferPointer<TraceRecord>) {
      var local = self
      for record in records { local.fold(record, time: record.time) }
      self = local
    }

    /// The parts as hexadecimal text, `times-places-kinds-values`.
    public var text: String { [times, places, kinds, values].map(Hex.text).joined(separator: "-") }
  }

  private struct RegionState: Hashable {
    var count: UInt64 = 0
    var parts = Parts()
  }

  private let quantum: Int64
  private var regions: [RegionState] = []

  /// Makes the digest of no records.
  ///
  /// - Parameter quantum: The header's ``TraceHeader/quantum``, in microseconds.
  public init(quantum: Int64 = 1) { self.quantum = quantum }

  /// Adds a block's records behind those its region had so far.
  public mutating func add(_ block: RecordBlock) { add(block.buffer, region: block.region) }

  /// Adds records behind those the region had so far.
  public mutating func add(_ records: UnsafeBufferPointer<TraceRecord>, region: UInt16) {
    var parts = parts(of: region)
    for record in records {
      parts.fold(record, time: quantum == 1 ? record.time : Quantum.floor(record.time, quantum))
    }
    set(parts, of: region, adding: records.count)
  }

  /// The parts of one region's records so far.
  func parts(of region: UInt16) -> Parts { Int(region) < regions.count ? regions[Int(region)].parts : Parts() }

  /// Says what a region's parts are after so many more records.
  mutating func set(_ parts: Parts, of region: UInt16, adding count: Int) {
    while regions.count <= Int(region) { regions.append(RegionState()) }
    regions[Int(region)].parts = parts
    regions[Int(region)].count += UInt64(count)
  }

  @inline(__always) fileprivate static func step(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let mixed = hash ^ word
    return (mixed &<< 29 | mixed &>> 35) &* 0x9E37_79B9_7F4A_7C15
  }

  /// The parts over all regions, in the order of their numbers; regions without records do not count.
  public var parts: Parts {
    var all = Parts()
    for (region, state) in regions.enumerated() where state.count > 0 {
      func fold(_ hash: UInt64, _ part: UInt64) -> UInt64 {
        Self.step(Self.step(Self.step(hash, UInt64(region)), state.count), part)
      }
      all.times = fold(all.times, state.parts.times)
      all.places = fold(all.places, state.parts.places)
      all.kinds = fold(all.kinds, state.parts.kinds)
      all.values = fold(all.values, state.parts.values)
    }
    return all
  }

  /// The number of records.
  public var count: UInt64 { regions.reduce(0) { $0 + $1.count } }

  /// The parts as text.
  public var text: String { parts.text }
}

/// Sixteen hexadecimal digits for a word.
enum Hex {
  static func text(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Rounding of times.
enum Quantum {
  /// The number of whole quanta before the time.
  @inline(__always) static func ticks(_ time: Int64, _ quantum: Int64) -> Int64 {
    let (quotient, remainder) = time.quotientAndRemainder(dividingBy: quantum)
    return remainder < 0 ? quotient &- 1 : quotient
  }

  /// The latest multiple of the quantum that is not after the time; saturates at the earliest multiple.
  @inline(__always) static func floor(_ time: Int64, _ quantum: Int64) -> Int64 {
    let ticks = ticks(time, quantum)
    let (product, overflow) = ticks.multipliedReportingOverflow(by: quantum)
    return overflow ? product &+ quantum : product
  }
}
