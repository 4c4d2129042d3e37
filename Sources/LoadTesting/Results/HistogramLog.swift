import Foundation
import Histogram

/// Times as HdrHistogram's log writes them: one line of a compressed V2 histogram for each.
///
/// Source: HdrHistogram's `HistogramLogWriter` and its V2 encoding. The deflate stream has stored blocks alone (RFC 1950, 1951),
/// which every reader takes.
public enum HistogramLog {
  /// The log of a load: all requests, then each step and country.
  public static func text(_ result: LoadResult) -> String {
    var lines = [
      "#[Histogram log format version 1.3]",
      "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"",
    ]
    let length = fixed3(Double(max(0, result.elapsed_ns)) / 1e9)
    func add(_ tag: String, _ histogram: Histogram<UInt64>) {
      guard histogram.totalCount > 0 else { return }
      let maximum = fixed3(Double(histogram.max) / 1e6)
      let tag = tag.filter { $0 != "," && !$0.isWhitespace }
      lines.append("Tag=\(tag),0.000,\(length),\(maximum),\(encoded(histogram))")
    }
    add("response", result.responseTime)
    add("service", result.serviceTime)
    add("send-lag", result.sendLag)
    add("generator-lag", result.generatorLag)
    for cell in result.cells.all {
      let name = cell.step + (cell.country.map { ":" + $0 } ?? "")
      add("response:" + name, cell.responseTime)
      add("service:" + name, cell.serviceTime)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func fixed3(_ value: Double) -> String {
    let thousandths = Int64((value * 1_000).rounded())
    let rest = String(thousandths % 1_000)
    return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }

  /// The base 64 of the compressed V2 encoding.
  static func encoded(_ histogram: Histogram<UInt64>) -> String {
    let payload = counts(histogram)
    var bytes: [UInt8] = []
    append(0x1C84_9313 as UInt32, &bytes)
    append(UInt32(payload.count), &bytes)
    append(0 as UInt32, &bytes)
    append(UInt32(histogram.numberOfSignificantValueDigits.rawValue), &bytes)
    append(histogram.lowestDiscernibleValue, &bytes)
    append(histogram.highestTrackableValue, &bytes)
    append((1.0).bitPattern, &bytes)
    let deflated = stored(bytes + payload)
    var out: [UInt8] = []
    append(0x1C84_9314 as UInt32, &out)
    append(UInt32(deflated.count), &out)
    return Data(out + deflated).base64EncodedString()
  }

  /// Counts by bucket as zigzag LEB128; a run of empty ones is its negative length.
  private static func counts(_ histogram: Histogram<UInt64>) -> [UInt8] {
    var out: [UInt8] = []
    var empty: Int64 = 0
    let highest = histogram.max
    for value in histogram.allValues() {
      if value.count == 0 {
        empty += 1
      } else {
        if empty > 0 { zigzag(-empty, &out) }
        empty = 0
        zigzag(Int64(value.count), &out)
      }
      if value.value >= highest { break }
    }
    return out
  }

  /// At most nine bytes, the last of which has all its bits.
  private static func zigzag(_ value: Int64, _ out: inout [UInt8]) {
    var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
    for _ in 0..<8 {
      guard rest >> 7 != 0 else { break }
      out.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    out.append(UInt8(truncatingIfNeeded: rest))
  }

  /// A zlib stream without compression.
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x78, 0x01]
    var place = 0
    repeat {
      let length = min(65_535, bytes.count - place)
      out.append(place + length == bytes.count ? 1 : 0)
      for word in [UInt16(length), ~UInt16(length)] { out += [UInt8(word & 0xFF), UInt8(word >> 8)] }
      out += bytes[place..<(place + length)]
      place += length
    } while place < bytes.count
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    append(b << 16 | a, &out)
    return out
  }

  private static func append<Word: FixedWidthInteger>(_ word: Word, _ out: inout [UInt8]) {
    withUnsafeBytes(of: word.bigEndian) { out += $0 }
  }
}
