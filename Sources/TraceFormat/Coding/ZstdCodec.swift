internal import CZstd

/// One Zstandard context for compressing whole streams into frames that state their content's size.
final class ZstdCompressor {
  /// What a stream is made of.
  enum Content {
    /// Bytes whose frequencies differ, with runs that come again: worth an entropy code and a search for repetitions.
    case symbols
    /// Bytes whose frequencies differ, in no order worth searching for: a third of the time for a few hundredths of a byte.
    case literals
    /// Packed bits that were found not to be worth one: only long repetitions are looked for.
    case bits
  }

  private let context: OpaquePointer

  init(_ content: Content) {
    guard let context = ZSTD_createCCtx() else { fatalError("out of memory") }
    self.context = context
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 1)
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 1)
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 0)
    // Short matches cost more time than they save bytes: 4 ns a record for 0.2 %.
    ZSTD_CCtx_setParameter(context, ZSTD_c_minMatch, 7)
    // Streams are short: a table that stays in the first-level cache finds as much.
    ZSTD_CCtx_setParameter(context, ZSTD_c_hashLog, 12)
    if content != .symbols { ZSTD_CCtx_setParameter(context, ZSTD_c_targetLength, 64) }
    // The mode of literals. Without it a search that hardly looks would also leave the literals as they are.
    if content == .literals { ZSTD_CCtx_setParameter(context, ZSTD_c_experimentalParam5, 1) }
  }

  deinit { ZSTD_freeCCtx(context) }

  /// Appends one frame with the bytes; returns its size.
  func compress(_ bytes: UnsafeRawBufferPointer, into output: ByteWriter) -> Int {
    let room = ZSTD_compressBound(bytes.count)
    let size = ZSTD_compress2(context, output.reserve(room), room, bytes.baseAddress, bytes.count)
    precondition(ZSTD_isError(size) == 0, "zstd refuses a buffer of the bound it gave")
    output.advance(size)
    return size
  }
}

/// One Zstandard context for decompressing frames of known size.
final class ZstdDecompressor {
  private let context: OpaquePointer

  init() {
    guard let context = ZSTD_createDCtx() else { fatalError("out of memory") }
    self.context = context
  }

  deinit { ZSTD_freeDCtx(context) }

  /// Whether the bytes are frames of exactly `size` bytes of content, which then stand at `target`.
  func decompress(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer, size: Int) -> Bool {
    ZSTD_decompressDCtx(context, target, size, bytes.baseAddress, bytes.count) == size
  }
}

/// The version of the Zstandard library: another one may choose other bytes for the same content.
public enum ZstdLibrary {
  /// Such as `1.5.4`.
  public static var version: String { String(cString: ZSTD_versionString()) }
}
