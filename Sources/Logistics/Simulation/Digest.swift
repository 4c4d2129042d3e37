import TraceFormat

/// A running digest of a region's records in parts, so that a difference says which part moved.
///
/// Each part is an order-sensitive 64-bit hash: multiply, add, rotate. It identifies runs; it is no defence against forgery.
struct Digest: Hashable, Sendable {
  /// When things happened.
  var times: UInt64 = 0x9E37_79B9_7F4A_7C15
  /// Where, and to which entity.
  var places: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  /// Which entity: the order, the parcel, the consignment. Not in the whole, which has it through the places.
  var entities: UInt64 = 0x8552_6DB7_3A4C_01E9
  /// What happened.
  var kinds: UInt64 = 0x1656_67B1_9E37_79F9
  /// How much.
  var values: UInt64 = 0x27D4_EB2F_1656_67C5

  @inline(__always) static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let h = (hash ^ word) &* 0x9FB2_1C65_1E98_DF25
    return h ^ (h >> 29)
  }

  /// Adds a record behind those so far.
  @inline(__always) mutating func add(_ record: TraceRecord) {
    times = Self.mix(times, UInt64(bitPattern: record.time))
    places = Self.mix(places, record.entity ^ UInt64(record.node) &<< 48)
    entities = Self.mix(entities, record.entity)
    kinds = Self.mix(kinds, UInt64(record.kind) &<< 8 | UInt64(record.flags))
    values = Self.mix(values, UInt64(bitPattern: record.value) ^ UInt64(record.aux) &<< 32)
  }

  /// Adds another region's digest, in the order of the regions.
  mutating func combine(_ other: Digest) {
    times = Self.mix(times, other.times)
    places = Self.mix(places, other.places)
    entities = Self.mix(entities, other.entities)
    kinds = Self.mix(kinds, other.kinds)
    values = Self.mix(values, other.values)
  }

  /// All parts in one, and each by itself.
  var fingerprint: RunFingerprint {
    var print = RunFingerprint()
    print.whole = Self.mix(Self.mix(Self.mix(times, places), kinds), values)
    print.times = times
    print.places = places
    print.entities = entities
    print.kinds = kinds
    print.values = values
    return print
  }
}

extension MoneyTotals {
  /// A digest of all amounts: revenue, contribution, and every account with a balance, by name.
  var digest: UInt64 {
    var hash = Digest.mix(
      Digest.mix(0x2545_F491_4F6C_DD1D, UInt64(bitPattern: gmvMinor)), UInt64(bitPattern: contributionMinor))
    for account in accounts where account.balanceMinor != 0 {
      for byte in account.name.utf8 { hash = Digest.mix(hash, UInt64(byte)) }
      hash = Digest.mix(hash, UInt64(bitPattern: account.balanceMinor))
    }
    return hash
  }
}
