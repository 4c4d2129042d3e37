/// A number with a fixed count of decimals, the same on every platform; halves round away from zero.
public func fixed(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite else { return "–" }
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let scaled = (value * scale).rounded()
  guard abs(scaled) < 9e18 else { return "\(value)" }
  return decimal(minor: Int64(scaled), digits: decimals)
}

/// Whole minor units as decimal digits of major units: `decimal(minor: -1234, digits: 2)` is `-12.34`.
public func decimal(minor: Int64, digits: Int) -> String {
  guard digits > 0 else { return String(minor) }
  let all = String(minor.magnitude)
  let padded = String(repeating: "0", count: max(0, digits + 1 - all.count)) + all
  return (minor < 0 ? "-" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
}

/// A whole number with a comma between thousands.
public func grouped(_ value: Int) -> String { groupThousands(String(value)) }

/// A share as a percentage with a fixed count of decimals: `percent(0.0213)` is `2.13 %`; `–` when there is none.
public func percent(_ share: Double?, _ decimals: Int = 2) -> String {
  share.map { fixed($0 * 100, decimals) + " %" } ?? "–"
}

/// Hours with one decimal; `–` when there are none.
public func hours(_ value: Double?) -> String { value.map { fixed($0, 1) + " h" } ?? "–" }

/// A span in the largest unit that leaves a number of at least one, thousands grouped: `90 s` is `1.5 min`; `–` when
/// there is none.
public func span(seconds: Double?) -> String {
  guard let seconds else { return "–" }
  let units = [(86_400.0, "d"), (3_600, "h"), (60, "min")]
  for (length, name) in units where abs(seconds) >= length {
    return groupThousands(fixed(seconds / length, 1)) + " " + name
  }
  return fixed(seconds, seconds == seconds.rounded() ? 0 : 1) + " s"
}

/// An amount of money with its currency, thousands grouped: `1,234.50 USD`.
public func money(_ minor: Int64, digits: Int, currency: String) -> String {
  groupThousands(decimal(minor: minor, digits: digits)) + " " + currency
}

/// A large count with three digits and a letter: `12.3 M`.
public func short(_ value: Double) -> String {
  let units = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
  for (size, letter) in units where abs(value) >= size {
    let scaled = value / size
    return fixed(scaled, abs(scaled) >= 99.95 ? 0 : abs(scaled) >= 9.995 ? 1 : 2) + " " + letter
  }
  return fixed(value, value == value.rounded() ? 0 : 1)
}

/// A size in bytes with three digits and a binary unit: `12.3 MiB`.
public func byteSize(_ bytes: Int) -> String {
  let units = [(1_073_741_824.0, "GiB"), (1_048_576, "MiB"), (1_024, "KiB")]
  for (size, name) in units where Double(bytes) >= size { return fixed(Double(bytes) / size, 1) + " " + name }
  return "\(bytes) B"
}

private func groupThousands(_ digits: String) -> String {
  let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
  let sign = parts[0].hasPrefix("-") ? "-" : ""
  var whole = ""
  for (i, digit) in parts[0].dropFirst(sign.count).reversed().enumerated() {
    if i > 0 && i % 3 == 0 { whole.append(",") }
    whole.append(digit)
  }
  return sign + String(whole.reversed()) + (parts.count > 1 ? "." + parts[1] : "")
}
