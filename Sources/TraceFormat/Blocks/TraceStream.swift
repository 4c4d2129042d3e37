/// The streams of a block; the raw values stand in the file.
enum TraceStream: UInt8, CaseIterable {
  case timeCodes = 1
  case timeBits = 2
  case kinds = 3
  case groupModes = 4
  case families = 5
  case familyIndices = 6
  case entityCodes = 7
  case entityBits = 8
  case valueCodes = 9
  case valueBits = 10
  case auxCodes = 11
  case auxBits = 12
  case nodeLow = 13
  case nodeHigh = 14
  case countries = 15
  case flags = 16

  /// What the stream is made of.
  var content: ZstdCompressor.Content {
    switch self {
    case .timeBits, .entityBits, .valueBits, .auxBits: .bits
    case .timeCodes, .auxCodes, .nodeLow, .kinds, .entityCodes, .valueCodes, .familyIndices: .literals
    default: .symbols
    }
  }

  /// The column that a reader's statistics count the stream to.
  var column: String {
    switch self {
    case .timeCodes, .timeBits: "time"
    case .kinds: "kind"
    case .groupModes: "modes"
    case .families, .familyIndices, .entityCodes, .entityBits: "entity"
    case .valueCodes, .valueBits: "value"
    case .auxCodes, .auxBits: "aux"
    case .nodeLow, .nodeHigh: "node"
    case .countries: "country"
    case .flags: "flags"
    }
  }

  /// The largest content a block can have, in bytes.
  var largestSize: Int {
    let records = RecordBlock.fullCapacity
    switch self {
    case .timeBits, .entityBits, .valueBits, .auxBits: return records * 8
    case .groupModes: return 256 * 3 * 11
    case .families: return 255 * 8
    default: return records
    }
  }

  /// The names of ``column`` in the order of the streams, each once.
  static let columnNames = ["time", "kind", "modes", "entity", "value", "aux", "node", "country", "flags"]
}

/// How a block's entities are written.
enum EntityTransform: UInt8 {
  /// As distances from the largest id of their family so far.
  case families = 0
  /// As plain integers: the block has too many families.
  case plain = 1
}

/// How the integers of one kind are written in one column of one block.
enum GroupMode: UInt8 {
  /// All equal the base; nothing else is written.
  case constant = 0
  /// A byte each: the distance above the base.
  case bytes = 1
  /// The integer code of the distance above the base.
  case above = 2
  /// The integer code of the distance below the base.
  case below = 3
  /// The integer code of the zigzag of the number itself.
  case signed = 4

  /// The mode and base that fit numbers between two bounds.
  static func choose(smallest: Int64, largest: Int64) -> (mode: GroupMode, base: Int64) {
    if smallest == largest { return (.constant, smallest) }
    let span = UInt64(bitPattern: largest &- smallest)
    if smallest >= 0 && largest <= 255 { return (.bytes, 0) }
    if span <= 255 { return (.bytes, smallest) }
    if smallest >= 0 { return (.above, span < UInt64(smallest) ? smallest : 0) }
    if largest <= 0 { return (.below, span < largest.magnitude ? largest : 0) }
    return (.signed, 0)
  }
}
