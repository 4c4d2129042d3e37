/// A header's kinds, compiled into tables for the encoder and the decoder.
struct KindTable: Sendable {
  /// Which slots a kind leaves empty, as masks over a record's words.
  struct Forbidden: Sendable {
    var entity: UInt64
    var value: UInt64
    var operands: UInt64
  }

  /// An index that stands for no kind.
  static let unknown: UInt16 = .max

  /// The number of kinds.
  let count: Int
  /// By index: the kind's id.
  let ids: [UInt16]
  /// By index: which slots must be zero.
  let forbidden: [Forbidden]
  /// By index: a bit per slot that the kind declares.
  let declared: [UInt8]
  /// By index: all ones when the value is an instant, written relative to the record's time; else zero.
  let instantMasks: [Int64]

  init(_ kinds: [TraceKind]) {
    count = kinds.count
    ids = kinds.map(\.id)
    let declared = kinds.map { $0.fields.reduce(UInt8(0)) { $0 | 1 << $1.slot.rawValue } }
    self.declared = declared
    forbidden = declared.map(Self.forbid)
    instantMasks = kinds.map { $0.findField(.value)?.unit == .instant ? -1 : 0 }
  }

  /// A new table of 65,536 entries by kind id: the index among the header's kinds, or ``unknown``.
  func makeIndices() -> UnsafeMutablePointer<UInt16> {
    let indices = UnsafeMutablePointer<UInt16>.allocate(capacity: 65_536)
    indices.initialize(repeating: Self.unknown, count: 65_536)
    for (index, id) in ids.enumerated() { indices[Int(id)] = UInt16(index) }
    return indices
  }

  func declares(_ index: Int, _ slot: TraceSlot) -> Bool { declared[index] & 1 << slot.rawValue != 0 }

  private static func forbid(_ declared: UInt8) -> Forbidden {
    func mask(_ slot: TraceSlot, _ bits: UInt64) -> UInt64 { declared & 1 << slot.rawValue == 0 ? bits : 0 }
    let operands =
      mask(.aux, Operands.auxMask) | mask(.node, 0xFFFF << Operands.nodeShift)
      | mask(.country, 0xFF << Operands.countryShift) | mask(.flags, 0xFF << Operands.flagsShift)
    return Forbidden(entity: mask(.entity, ~0), value: mask(.value, ~0), operands: operands)
  }
}
