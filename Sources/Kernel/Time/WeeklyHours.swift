/// Opening hours of a week on a local clock: for each weekday any number of spans, also over midnight.
///
/// A span whose end is not later than its start ends on the following day: 22:00-04:00 is a night shift of six hours.
public struct WeeklyHours: Hashable, Sendable {
  /// Hours of one or more weekdays.
  public struct Rule: Hashable, Sendable {
    /// The weekdays on which the span opens.
    public var days: Weekdays
    /// When it opens.
    public var open: LocalTime
    /// When it closes: the next day when not later than `open`.
    public var close: LocalTime

    /// Open on the given days between two local times.
    public init(_ days: Weekdays, _ open: LocalTime, _ close: LocalTime) {
      self.days = days
      self.open = open
      self.close = close
    }
  }

  /// The rules; their spans add up.
  public var rules: [Rule]

  /// The hours of several rules together.
  public init(_ rules: [Rule]) { self.rules = rules }

  /// The same hours on some weekdays.
  public init(_ days: Weekdays, _ open: LocalTime, _ close: LocalTime) { rules = [Rule(days, open, close)] }

  /// Day and night, every day.
  public static let aroundTheClock = WeeklyHours(.all, .midnight, .endOfDay)
}

extension WeeklyHours: CustomStringConvertible {
  /// Reads `24/7`, or rules such as `Mon-Fri 09:00-17:00, Sat 10:00-14:00, Sun 22:00-04:00`; nil when it cannot.
  ///
  /// Days may be ranges, also past Sunday (`Sat-Mon`), joined by plus (`Mon+Wed-Fri`), or left out: `08:00-20:00`.
  public init?(_ text: some StringProtocol) {
    if text.split(separator: " ").elementsEqual(["24/7"]) {
      self = .aroundTheClock
      return
    }
    var rules: [Rule] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let rule = Rule(String(part)) else { return nil }
      rules.append(rule)
    }
    self.init(rules)
  }

  /// The text that ``init(_:)-(StringProtocol)`` reads.
  public var description: String {
    self == .aroundTheClock ? "24/7" : rules.map(\.description).joined(separator: ", ")
  }
}

extension WeeklyHours.Rule: CustomStringConvertible {
  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard (1...2).contains(words.count), let span = words.last else { return nil }
    let times = span.split(separator: "-", omittingEmptySubsequences: false)
    guard times.count == 2, let open = LocalTime(times[0]), let close = LocalTime(times[1]), open < .endOfDay
    else { return nil }
    if words.count == 1 {
      self.init(.all, open, close)
    } else {
      guard let days = Weekdays(words[0]) else { return nil }
      self.init(days, open, close)
    }
  }

  /// The days, when not all, and the span: `Sat 10:00-14:00`.
  public var description: String {
    let names = days == .all ? "" : days.description + " "
    return names + open.description + "-" + close.description
  }
}
