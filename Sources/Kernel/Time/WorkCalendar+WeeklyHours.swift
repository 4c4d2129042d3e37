extension WorkCalendar {
  /// The calendar of weekly opening hours at a place: every span that touches the horizon, whole.
  ///
  /// A rule applies to the local date on which its span opens: a holiday cancels the spans that open on it, and a night
  /// shift that began the evening before works on. A span that the clock change swallows vanishes; one with a clock change
  /// inside is an hour shorter or longer.
  ///
  /// - Parameters:
  ///   - hours: The hours of a week on the local clock.
  ///   - holidays: Local dates on which nothing opens.
  ///   - zone: The place's rules.
  ///   - horizon: The simulated time that the calendar must cover.
  public init(
    _ hours: WeeklyHours, holidays: some Sequence<LocalDate> = [], zone: TimeZoneRules, over horizon: Range<SimTime>
  ) {
    let closed = Set(holidays)
    var spans: [Span] = []
    let last = zone.date(at: horizon.upperBound) + 1
    var date = zone.date(at: horizon.lowerBound) + -2
    while date <= last {
      if !closed.contains(date) {
        for rule in hours.rules where rule.days.contains(date.weekday) {
          spans.append(rule.span(on: date, zone: zone))
        }
      }
      date = date + 1
    }
    self.init(spans.filter { $0.close > horizon.lowerBound && $0.open < horizon.upperBound })
  }
}

extension WeeklyHours.Rule {
  /// The span that opens on a local date.
  func span(on date: LocalDate, zone: TimeZoneRules) -> WorkCalendar.Span {
    WorkCalendar.Span(zone.instant(date, open), zone.instant(close > open ? date : date + 1, close))
  }
}
