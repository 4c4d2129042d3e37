/// One line of a trace: 40 trivial bytes that say what happened, when, where and to which entity.
///
/// A kind (``TraceKind``) says which of the other fields it uses and what they mean. The fields that a kind does not
/// declare are zero and cost nothing in the file.
public struct TraceRecord: Hashable, Sendable, BitwiseCopyable {
  /// When, in microseconds since the header's epoch.
  public var time: Int64
  /// The order, parcel, consignment…: unique in the run.
  ///
  /// Ids whose upper 24 bits agree form a family. Serial numbers that grow within a family, say
  /// `type << 56 | region << 40 | serial`, make the smallest files; any other 64-bit number works too.
  public var entity: UInt64
  /// A quantity, an amount in minor units, a duration in microseconds…: by kind.
  public var value: Int64
  /// A second operand by kind: a reason code, a SKU, a cause.
  public var aux: UInt32
  /// The id of a ``TraceKind`` of the header.
  public var kind: UInt16
  /// The warehouse, hub, provider, lane…: usually an index into a dictionary of the header.
  public var node: UInt16
  /// Usually an index into the dictionary of countries.
  public var country: UInt8
  /// Bits by kind.
  public var flags: UInt8

  /// Makes a record; what is left out is zero.
  @inlinable public init(
    time: Int64, kind: UInt16, entity: UInt64 = 0, value: Int64 = 0, aux: UInt32 = 0, node: UInt16 = 0,
    country: UInt8 = 0, flags: UInt8 = 0
  ) {
    self.time = time
    self.entity = entity
    self.value = value
    self.aux = aux
    self.kind = kind
    self.node = node
    self.country = country
    self.flags = flags
  }
}
