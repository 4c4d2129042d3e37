/// Texts of times.
public enum TraceText {
  /// An instant in ISO 8601, UTC, with microseconds: `2026-11-27T18:00:00.000000Z`.
  ///
  /// - Parameters:
  ///   - time: Microseconds since the epoch.
  ///   - epoch: Instant zero in microseconds since 1970-01-01T00:00:00Z.
  public static func time(_ time: Int64, epoch: Int64 = 0) -> String {
    let output = ByteWriter(capacity: 64)
    append(time, epoch: epoch, to: output)
    return String(decoding: output.bytes, as: UTF8.self)
  }

  /// The proleptic Gregorian date of a day number, by Howard Hinnant's `civil_from_days`.
  static func date(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  static func append(_ time: Int64, epoch: Int64, to output: ByteWriter) {
    let (sum, overflow) = time.addingReportingOverflow(epoch)
    let instant = overflow ? (epoch > 0 ? Int64.max : .min) : sum
    let day = Quantum.ticks(instant, 86_400_000_000)
    let rest = instant &- day &* 86_400_000_000
    let date = date(day: day)
    if date.year < 0 { output.append(UInt8(ascii: "-")) }
    append(date.year.magnitude, digits: 4, to: output)
    output.append(UInt8(ascii: "-"))
    append(UInt64(date.month), digits: 2, to: output)
    output.append(UInt8(ascii: "-"))
    append(UInt64(date.day), digits: 2, to: output)
    output.append(UInt8(ascii: "T"))
    append(UInt64(rest / 3_600_000_000), digits: 2, to: output)
    output.append(UInt8(ascii: ":"))
    append(UInt64(rest / 60_000_000 % 60), digits: 2, to: output)
    output.append(UInt8(ascii: ":"))
    append(UInt64(rest / 1_000_000 % 60), digits: 2, to: output)
    output.append(UInt8(ascii: "."))
    append(UInt64(rest % 1_000_000), digits: 6, to: output)
    output.append(UInt8(ascii: "Z"))
  }

  /// Appends a number with at least that many digits.
  static func append(_ number: UInt64, digits: Int = 1, to output: ByteWriter) {
    let room = output.reserve(24)
    var rest = number
    var count = 0
    while rest > 0 || count < digits {
      room.storeBytes(of: UInt8(ascii: "0") + UInt8(rest % 10), toByteOffset: 23 - count, as: UInt8.self)
      rest /= 10
      count += 1
    }
    (room).copyMemory(from: room + 24 - count, byteCount: count)
    output.advance(count)
  }

  static func append(_ number: Int64, to output: ByteWriter) {
    if number < 0 { output.append(UInt8(ascii: "-")) }
    append(number.magnitude, to: output)
  }
}
