/// What a finished file amounts to.
public struct TraceSummary: Hashable, Sendable {
  /// Where the file stands.
  public var path: String
  /// The number of records.
  public var records: UInt64
  /// The number of blocks.
  public var blocks: UInt64
  /// The size of the file, in bytes.
  public var bytes: UInt64
  /// Bytes by column, in the order of the file; `index`, `structure` stand behind the columns.
  public var columns: [TraceColumnSize]
  /// The footer.
  public var footer: TraceFooter

  /// The size of the file by the number of its records; 0 without records.
  public var bytesPerRecord: Double { records == 0 ? 0 : Double(bytes) / Double(records) }
  /// The digest of all records.
  public var digest: TraceDigest.Parts { footer.digest }
  /// The run's fingerprint.
  public var fingerprint: String { footer.fingerprint }
}

/// The bytes that a column takes.
public struct TraceColumnSize: Hashable, Sendable {
  /// `time`, `kind`, `modes`, `entity`, `value`, `aux`, `node`, `country`, `flags`, `index` or `structure`.
  public var name: String
  /// Its bytes in the file.
  public var bytes: UInt64

  /// Makes a size.
  public init(name: String, bytes: UInt64) {
    self.name = name
    self.bytes = bytes
  }
}
