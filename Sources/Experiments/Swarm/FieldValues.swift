import Kernel
import Scenario

/// Draws values for any declared field from its declaration alone: its kind, its bounds, its default.
///
/// A field that is declared tomorrow is reached without a line here, unless its kind is new.
struct FieldValues {
  var draws: SwarmDraws
  /// The world so far: references need its names.
  var world: Written
  let start: SimTime
  let end: SimTime
  /// How often a number stands on one of its bounds.
  var hostility = 0.2

  /// A value of a field; nil where nothing sensible can be drawn.
  ///
  /// - Parameter place: Where it will stand; amounts in a market's currency need to know the market.
  mutating func value(of field: FieldDeclaration, at place: TreePath) -> Written? {
    let kind = field.kind.name.hasPrefix("optional ") ? String(field.kind.name.dropFirst(9)) : field.kind.name
    switch kind {
    case "boolean": return .plain(draws.chance(0.5) ? "true" : "false")
    case "choice": return choice(field)
    case "ratio": return ratio(field).map { .plain(Self.text($0)) }
    case "count": return ratio(field).map { .plain(String(Int64($0.rounded()))) }
    case "duration": return duration(field).map { .scalar($0.text) }
    case "distribution of duration": return law(field)
    case "rate": return rate(field)
    case "money": return money(field, place)
    case "instant": return .scalar("\(instant(field.name))")
    case "date": return .scalar(String("\(instant(field.name))".prefix(10)))
    case "country": return world.at([.key("markets")])?.keys.first.map { .scalar($0) }
    case "weekly hours":
      return .scalar(draws.pick(["24/7", "Mon-Fri 08:00-17:00", "Mon-Sun 22:00-06:00", "Sat 09:00-12:00"]))
    case "weekdays": return .scalar(draws.pick(["daily", "Mon-Fri", "Mon+Thu", "Sun"]))
    case "list of local time":
      return .list((0..<draws.between(1, 3)).map { _ in .scalar(clock()) })
    case "list of ratio": return ratios(field)
    case "reference": return name(field).map { .scalar($0) }
    case "list of reference": return name(field).map { .list([.scalar($0)]) }
    case "text" where field.isRequired: return .scalar("assumption")
    default: return nil
    }
  }

  private mutating func clock() -> String {
    let (hour, minute) = (draws.below(24), draws.below(4) * 15)
    return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }

  /// An instant of the run at a whole minute: what ends something comes after what begins it.
  private mutating func instant(_ name: String) -> SimTime {
    let half = Int((end - start).microseconds / 120_000_000)
    let isEnd = ["until", "validTo"].contains(name)
    let isBeginning = ["from", "validFrom", "launch", "opens", "start"].contains(name)
    let minute = isEnd ? half + draws.below(half) : draws.below(isBeginning ? half - 1_440 : 2 * half)
    return start + .minutes(Int64(minute))
  }

  private mutating func rate(_ field: FieldDeclaration) -> Written {
    if let parts = line(field.defaultWritten)?.split(separator: "/"), parts.count == 2, let usual = Double(parts[0]),
      usual > 0
    {
      return .scalar("\(Self.text(usual * draws.spread(0.2, 5)))/\(parts[1])")
    }
    return .scalar("\(draws.pick([1, 5, 20, 100, 1_000]))/h")
  }

  private mutating func money(_ field: FieldDeclaration, _ place: TreePath) -> Written {
    var currency = "USD"
    if field.doc.contains("market's currency"), place.first == .key("markets"),
      case .scalar(let own)? = world.at(place.prefix(2) + [.key("currency")])
    {
      currency = own
    }
    let cents = currency == "JPY" ? "" : ".\(draws.between(10, 99))"
    return .scalar("\(draws.between(1, 30))\(cents) \(currency)")
  }

  private mutating func name(_ field: FieldDeclaration) -> String? {
    guard let target = field.target, case .name(let section)? = target.steps.first, target.steps.count == 2 else {
      return nil
    }
    let names = world.at([.key(section)])?.keys ?? []
    return names.isEmpty ? nil : draws.pick(names)
  }

  private mutating func choice(_ field: FieldDeclaration) -> Written? {
    guard field.kind.hint.hasPrefix("one of ") else { return nil }
    let names = field.kind.hint.dropFirst(7).split(separator: ",").map { $0.drop { $0 == " " } }
    return .scalar(String(draws.pick(names)))
  }

  /// The bounds of a declaration as it writes them: `0 to 1`, `0 to below 1`, `at least 1`.
  private func bounds(_ field: FieldDeclaration) -> (least: String?, most: String?) {
    guard let limits = field.limits else { return (nil, nil) }
    if limits.hasPrefix("at least ") { return (String(limits.dropFirst(9)), nil) }
    let ends = limits.split(separator: " to ", maxSplits: 1).map(String.init)
    guard ends.count == 2 else { return (nil, nil) }
    return (ends[0], ends[1].hasPrefix("below ") ? String(ends[1].dropFirst(6)) : ends[1])
  }

  private func number(_ text: String?) -> Double? { text.flatMap { Double($0) } }

  private func line(_ value: Written?) -> String? {
    switch value {
    case .plain(let text), .scalar(let text): text
    default: nil
    }
  }

  /// A number within the bounds: on one of them, anywhere between them, or around the default.
  private mutating func ratio(_ field: FieldDeclaration) -> Double? {
    let (lower, upper) = bounds(field)
    let isOpen = field.limits?.contains("below") == true
    let usual = number(line(field.defaultWritten))
    let least = max(number(lower) ?? 0, field.name == "audience" ? 1 : 0)
    var most = number(upper) ?? .infinity
    if isOpen { most = min(most * 0.99, most) }
    if let crowd = Self.crowds[field.name] { most = min(most, crowd) }
    guard most >= least else { return least }
    if draws.chance(hostility) { return most <= 1_000 && draws.chance(0.6) ? most : least }
    switch draws.below(8) {
    case 0...3 where most <= 10: return least + (most - least) * draws.uniform()
    default:
      let middle = usual.map { $0 == 0 ? min(1, most) / 4 : $0 } ?? min(100, max(1, least * 4, most / 4))
      guard middle > 0 else { return min(max(middle * draws.spread(0.25, 4), least), most) }
      return min(max(middle * draws.spread(0.125, 8), least), most)
    }
  }

  /// How many people and how much traffic a small world can do with, by the field's name.
  private static let crowds: [String: Double] = [
    "audience": 3_000, "crowd": 400, "latecomers": 300, "devices": 4_000, "followers": 5_000, "scalpers": 40,
    "scalperTries": 5, "size": 500, "visits": 3, "response": 0.2, "viewRate": 0.5, "clickThrough": 0.05,
    "branching": 0.9,
    "ordinary": 0.9, "viral": 0.9, "quantity": 20, "recommendation": 2, "unitsPerOrder": 5, "requestsPerVisit": 50,
    "viralShare": 0.2, "above": 100, "backorders": 200, "lot": 500, "orderUpTo": 500, "reorderAt": 200,
    "multiple": 50, "minimum": 100, "opens": 0.2, "priorWeight": 1_000, "scenarios": 20, "expediteBelow": 100,
    "terms": 6,
  ]

  private mutating func duration(_ field: FieldDeclaration) -> SimDuration? {
    let (lower, upper) = bounds(field)
    var least = lower.flatMap { try? SimDuration.parse($0) } ?? .zero
    let most = min(upper.flatMap { try? SimDuration.parse($0) } ?? .days(10), .days(30))
    // What comes again and again comes often enough at half an hour.
    if field.name.lowercased().hasSuffix("every"), !draws.chance(0.2) || least > .zero {
      least = max(least, .minutes(30))
    }
    let usual = line(field.defaultWritten).flatMap { try? SimDuration.parse($0) }
    return duration(least: least, most: max(least, most), around: usual)
  }

  private mutating func duration(least: SimDuration, most: SimDuration, around usual: SimDuration?) -> SimDuration {
    if draws.chance(hostility) { return draws.chance(0.7) ? least : most }
    let middle = usual.map { $0 == .zero ? .hours(2) : $0 } ?? .hours(6)
    let drawn = SimDuration(seconds: (middle.seconds * draws.spread(0.1, 6)).rounded())
    return min(max(drawn, least), most)
  }

  /// A law of time: constant, uniform, lognormal, gamma or exponential.
  private mutating func law(_ field: FieldDeclaration) -> Written? {
    let (lower, upper) = bounds(field)
    let least = lower.flatMap { try? SimDuration.parse($0) } ?? .zero
    let most = min(upper.flatMap { try? SimDuration.parse($0) } ?? .days(10), .days(10))
    let usual: SimDuration = most <= .hours(1) ? .minutes(2) : .hours(10)
    var times = (0..<3).map { _ in duration(least: least, most: most, around: usual) }
    times.sort()
    func text(_ time: SimDuration) -> Written { .scalar(time.text) }
    switch draws.below(5) {
    case 0: return text(times[0])
    case 1: return .entries([("min", text(times[0])), ("max", text(max(times[2], times[0] + .seconds(1))))])
    case 2:
      return .entries([
        ("min", text(times[0])), ("median", text(times[0] + .seconds(60))), ("p95", text(times[0] + .minutes(50))),
      ])
    case 3:
      return .entries([
        ("mean", text(max(times[1], .seconds(1)))), ("cv", .plain("0.\(draws.between(1, 9))")),
        ("shape", .scalar(draws.pick(["lognormal", "gamma"]))),
      ])
    default: return .entries([("mean", text(max(times[1], .seconds(1)))), ("shape", .scalar("exponential"))])
    }
  }

  /// As many ratios as the default has, or a few.
  private mutating func ratios(_ field: FieldDeclaration) -> Written? {
    var count = field.name == "hours" ? 24 : draws.between(1, 4)
    if case .list(let items)? = field.defaultWritten, items.count > 4 { count = items.count }
    return .list((0..<count).map { _ in .plain(Self.text(0.05 + 0.95 * draws.uniform())) })
  }

  /// A number as a scenario writes it, four significant digits.
  static func text(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "0" }
    var scale = 1.0
    while abs(value) * scale < 1_000, scale < 1e9 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int64(rounded)) : "\(rounded)"
  }
}
