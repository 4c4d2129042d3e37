public import Kernel

extension LocalTime: ScalarValue {
  /// Itself.
  public typealias Quantity = LocalTime
  /// Hours and minutes.
  public static var kind: ValueKind {
    .text(
      "local time", "local time as HH:mm, or HH:mm:ss", example: "\"16:30\"",
      pattern: "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?$")
  }
  /// Reads `16:30`.
  public static func parse(_ text: String) throws(ValueProblem) -> LocalTime {
    guard let time = LocalTime(text) else { throw ValueProblem("is not a time of day") }
    return time
  }
  /// `16:30`.
  public var text: String { description }
}

extension LocalDate: ScalarValue {
  /// Itself.
  public typealias Quantity = LocalDate
  /// Year, month and day.
  public static var kind: ValueKind {
    .text("date", "a date as YYYY-MM-DD", example: "2026-11-27", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
  }
  /// Reads `2026-11-27`.
  public static func parse(_ text: String) throws(ValueProblem) -> LocalDate {
    guard let date = LocalDate(text) else { throw ValueProblem("is not a date of the calendar") }
    return date
  }
  /// `2026-11-27`.
  public var text: String { description }
  /// The digits without quotes: every tool reads them as a date.
  public var written: Written { .plain(text) }
}

extension SimTime: ScalarValue {
  /// Itself.
  public typealias Quantity = SimTime
  /// An instant of ISO 8601, or a local one with its zone.
  public static var kind: ValueKind {
    .text(
      "instant", "an instant as YYYY-MM-DDTHH:mm:ss followed by Z, an offset, or a space and a time zone",
      example: "2026-11-27T08:00:00Z", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*$")
  }
  /// Reads `2026-11-27T08:00:00Z`, `2026-11-27T08:00+01:00` or `2026-11-27T08:00 Europe/Berlin`.
  public static func parse(_ text: String) throws(ValueProblem) -> SimTime {
    if let time = SimTime(iso8601: text) { return time }
    guard text.utf8.count >= 16, let date = LocalDate(text.prefix(10)), "T ".contains(text.dropFirst(10).first ?? "-")
    else { throw ValueProblem("is not an instant") }
    let clock = text.dropFirst(11).prefix { "0123456789:.".contains($0) }
    guard let time = LocalTime(clock) else { throw ValueProblem("is not an instant") }
    let zone = text.dropFirst(11 + clock.count)
    if zone.isEmpty { throw ValueProblem("has no time zone") }
    guard zone.first == " " else { throw ValueProblem("is not an instant") }
    let name = try TimeZoneName.parse(String(zone.dropFirst()))
    return name.rules(around: date).instant(date, time)
  }
  /// The instant in UTC.
  public var text: String { iso8601 }
  /// The digits without quotes: every tool reads them as an instant.
  public var written: Written { .plain(text) }
}

extension Weekdays: ScenarioValue {
  /// Sets have no order.
  public typealias Quantity = Never
  /// Days and ranges.
  public static var kind: ValueKind {
    let text = #"{"type": "string", "pattern": "^(daily|[A-Za-z]{3}([-+][A-Za-z]{3})*)$"}"#
    return ValueKind(
      name: "weekdays", hint: "days and ranges such as Mon-Fri or Mon+Wed, a list of them, or daily",
      example: "Mon-Fri",
      jsonSchema: #"{"anyOf": [\#(text), {"type": "array", "items": \#(text)}]}"#)
  }
  /// Reads `Mon-Fri`, `Mon+Wed`, `daily`, or a list of such.
  public static func read(_ node: YAMLNode, _ context: inout ReadContext) -> Weekdays? {
    let parts: [YAMLNode] = if case .list(let elements) = node.content { elements } else { [node] }
    var days: Weekdays = []
    for part in parts {
      guard let text = context.scalar(part) else { return nil }
      guard let more = text == "daily" ? Weekdays.all : Weekdays(text) else {
        context.report(ValueProblem("is not a day of the week, nor a range of days"), at: part)
        return nil
      }
      days.formUnion(more)
    }
    if days.isEmpty {
      context.report(ValueProblem("has no day"), at: node)
      return nil
    }
    return days
  }
  /// Runs of days joined by plus; a list when there are no days.
  public var written: Written { isEmpty ? .list([]) : .scalar(self == .all ? "daily" : description) }
}

extension WeeklyHours: ScenarioValue {
  /// Hours have no order.
  public typealias Quantity = Never
  /// Days with spans.
  public static var kind: ValueKind {
    let text = #"{"type": "string", "pattern": "^(24/7|.*[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2})$"}"#
    return ValueKind(
      name: "weekly hours", hint: "days with a span of local time, several joined by commas, or 24/7",
      example: "Mon-Fri 09:00-17:00", jsonSchema: #"{"anyOf": [\#(text), {"type": "array", "items": \#(text)}]}"#)
  }
  /// Reads `Mon-Fri 09:00-17:00, Sat 10:00-14:00`, `24/7`, or a list of such.
  public static func read(_ node: YAMLNode, _ context: inout ReadContext) -> WeeklyHours? {
    let parts: [YAMLNode] = if case .list(let elements) = node.content { elements } else { [node] }
    var rules: [Rule] = []
    for part in parts {
      guard let text = context.scalar(part) else { return nil }
      guard let hours = WeeklyHours(text) else {
        context.report(ValueProblem("is not a span of weekly hours"), at: part)
        return nil
      }
      rules += hours.rules
    }
    if rules.isEmpty {
      context.report(ValueProblem("is never open"), at: node)
      return nil
    }
    return WeeklyHours(rules)
  }
  /// The text of the rules; a list when there are none.
  public var written: Written { rules.isEmpty ? .list([]) : .scalar(description) }
}
