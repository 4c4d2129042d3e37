/// A mass in whole grams.
public struct Mass: Hashable, Sendable, BitwiseCopyable {
  /// The mass in grams.
  public var grams: Int64
  /// Makes a mass.
  public init(grams: Int64) { self.grams = grams }
  /// Makes a mass of whole kilograms.
  public static func kilograms(_ n: Int64) -> Mass { Mass(grams: n * 1_000) }
  /// Makes a mass of whole grams.
  public static func grams(_ n: Int64) -> Mass { Mass(grams: n) }
}

extension Mass: ScalarValue, Comparable {
  /// Itself.
  public typealias Quantity = Mass
  private static let units = UnitTable("mass", [("g", 1), ("kg", 1_000), ("t", 1_000_000)])
  /// A number of `g`, `kg` or `t`.
  public static let kind = units.kind(example: "2 kg")
  /// Reads `350 g` or `2.5 kg`.
  public static func parse(_ text: String) throws(ValueProblem) -> Mass { Mass(grams: try units.parse(text[...])) }
  /// The largest whole unit.
  public var text: String { Self.units.text(grams) }
  /// Orders by mass.
  public static func < (a: Mass, b: Mass) -> Bool { a.grams < b.grams }
}

/// A length in whole millimetres.
public struct Length: Hashable, Sendable, BitwiseCopyable {
  /// The length in millimetres.
  public var millimetres: Int64
  /// Makes a length.
  public init(millimetres: Int64) { self.millimetres = millimetres }
  /// Makes a length of whole metres.
  public static func metres(_ n: Int64) -> Length { Length(millimetres: n * 1_000) }
  /// Makes a length of whole kilometres.
  public static func kilometres(_ n: Int64) -> Length { Length(millimetres: n * 1_000_000) }
}

extension Length: ScalarValue, Comparable {
  /// Itself.
  public typealias Quantity = Length
  private static let units = UnitTable("length", [("mm", 1), ("cm", 10), ("m", 1_000), ("km", 1_000_000)])
  /// A number of `mm`, `cm`, `m` or `km`.
  public static let kind = units.kind(example: "40 m")
  /// Reads `12 cm` or `0.8 m`.
  public static func parse(_ text: String) throws(ValueProblem) -> Length {
    Length(millimetres: try units.parse(text[...]))
  }
  /// The largest whole unit.
  public var text: String { Self.units.text(millimetres) }
  /// Orders by length.
  public static func < (a: Length, b: Length) -> Bool { a.millimetres < b.millimetres }
}

/// A volume in whole cubic centimetres.
public struct Volume: Hashable, Sendable, BitwiseCopyable {
  /// The volume in cubic centimetres.
  public var cubicCentimetres: Int64
  /// Makes a volume.
  public init(cubicCentimetres: Int64) { self.cubicCentimetres = cubicCentimetres }
  /// Makes a volume of whole litres.
  public static func litres(_ n: Int64) -> Volume { Volume(cubicCentimetres: n * 1_000) }
}

extension Volume: ScalarValue, Comparable {
  /// Itself.
  public typealias Quantity = Volume
  private static let units = UnitTable(
    "volume", [("cm3", 1), ("L", 1_000), ("m3", 1_000_000)],
    synonyms: [("cm³", 1), ("ml", 1), ("mL", 1), ("l", 1_000), ("m³", 1_000_000)])
  /// A number of `cm3`, `L` or `m3`.
  public static let kind = units.kind(example: "2 L")
  /// Reads `500 cm3`, `2 L` or `0.5 m3`.
  public static func parse(_ text: String) throws(ValueProblem) -> Volume {
    Volume(cubicCentimetres: try units.parse(text[...]))
  }
  /// The largest whole unit.
  public var text: String { Self.units.text(cubicCentimetres) }
  /// Orders by volume.
  public static func < (a: Volume, b: Volume) -> Bool { a.cubicCentimetres < b.cubicCentimetres }
}

/// A speed.
public struct Speed: Hashable, Sendable, BitwiseCopyable {
  /// The speed in metres per second.
  public var metresPerSecond: Double
  /// Makes a speed.
  public init(metresPerSecond: Double) { self.metresPerSecond = metresPerSecond }
}

extension Speed: ScalarValue, Comparable {
  /// Itself.
  public typealias Quantity = Speed
  /// A number of `m/s` or `km/h`.
  public static let kind = ValueKind.text(
    "speed", "a number with a unit (m/s, km/h)", example: "0.8 m/s",
    pattern: "^[-+]?[0-9._]+([eE][-+]?[0-9]+)? ?(m/s|km/h)$")
  /// Reads `0.8 m/s` or `50 km/h`.
  public static func parse(_ text: String) throws(ValueProblem) -> Speed {
    guard let parts = NumberAndUnit(text[...]) else { throw ValueProblem("is not a speed") }
    guard let value = parts.number.double else { throw ValueProblem("is too large") }
    switch parts.unit {
    case "m/s": return Speed(metresPerSecond: value)
    case "km/h": return Speed(metresPerSecond: value / 3.6)
    case "": throw ValueProblem("has no unit")
    default: throw ValueProblem("has an unknown unit \"\(parts.unit)\"")
    }
  }
  /// Metres per second.
  public var text: String { "\(metresPerSecond.text) m/s" }
  /// Orders by speed.
  public static func < (a: Speed, b: Speed) -> Bool { a.metresPerSecond < b.metresPerSecond }
}

/// How often something happens.
public struct Rate: Hashable, Sendable, BitwiseCopyable {
  /// The number per hour.
  public var perHour: Double
  /// Makes a rate.
  public init(perHour: Double) { self.perHour = perHour }
  /// The number per second.
  public var perSecond: Double { perHour / 3_600 }
  /// Makes a rate per second.
  public static func perSecond(_ n: Double) -> Rate { Rate(perHour: n * 3_600) }
  /// Makes a rate per day of 24 hours.
  public static func perDay(_ n: Double) -> Rate { Rate(perHour: n / 24) }
  /// Makes a rate per hour.
  public static func perHour(_ n: Double) -> Rate { Rate(perHour: n) }
}

extension Rate: ScalarValue, Comparable {
  /// Itself.
  public typealias Quantity = Rate
  /// A number per second, minute, hour or day.
  public static let kind = ValueKind.text(
    "rate", "a number per unit of time (/s, /min, /h, /d)", example: "1200/s",
    pattern: "^[-+]?[0-9._]+([eE][-+]?[0-9]+)? ?[kM]? ?/ ?(s|min|h|d|w)$")
  /// Reads `1200/s`, `3/h`, `500/d`, `2 k/min`.
  public static func parse(_ text: String) throws(ValueProblem) -> Rate {
    guard let parts = NumberAndUnit(text[...]) else { throw ValueProblem("is not a rate") }
    var number = parts.number
    var unit = parts.unit.filter { $0 != " " }
    if unit.hasPrefix("k") { number.exponent += 3 } else if unit.hasPrefix("M") { number.exponent += 6 }
    if unit.hasPrefix("k") || unit.hasPrefix("M") { unit.removeFirst() }
    guard let value = number.double else { throw ValueProblem("is too large") }
    switch unit {
    case "/s": return Rate(perHour: value * 3_600)
    case "/min": return Rate(perHour: value * 60)
    case "/h": return Rate(perHour: value)
    case "/d": return Rate(perHour: value / 24)
    case "/w": return Rate(perHour: value / 168)
    case "": throw ValueProblem("has no unit")
    default: throw ValueProblem("has an unknown unit \"\(unit)\"")
    }
  }
  /// The shortest of the forms per hour, day, minute and second that gives the same rate.
  public var text: String {
    let forms = [
      (perHour, "/h", perHour), (perHour * 24, "/d", perHour * 24 / 24), (perHour / 60, "/min", perHour / 60 * 60),
      (perHour / 3_600, "/s", perHour / 3_600 * 3_600),
    ]
    var best = "\(perHour.text)/h"
    for (number, unit, back) in forms where back == perHour && number.isFinite {
      let text = "\(number.text)\(unit)"
      if text.utf8.count < best.utf8.count { best = text }
    }
    return best
  }
  /// Orders by rate.
  public static func < (a: Rate, b: Rate) -> Bool { a.perHour < b.perHour }
}
