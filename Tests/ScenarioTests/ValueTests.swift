import Kernel
import Scenario
import Testing

/// Reads a text as a value, or gives what is wrong with it.
private func read<Value: ScalarValue>(_ text: String, as type: Value.Type = Value.self) -> Result<Value, ValueProblem> {
  do { return .success(try Value.parse(text)) } catch { return .failure(error) }
}

private func value<Value: ScalarValue>(_ text: String, as type: Value.Type = Value.self) -> Value? {
  try? read(text, as: type).get()
}

private func problem<Value: ScalarValue>(_ text: String, as type: Value.Type) -> String? {
  if case .failure(let problem) = read(text, as: type) { return problem.message }
  return nil
}

@Test(
  "a duration is numbers with units, exact to the microsecond",
  arguments: [
    ("45 min", 2_700_000_000), ("1 h 30 min", 5_400_000_000), ("2.5 d", 216_000_000_000), ("15 ms", 15_000),
    ("4s", 4_000_000), ("1h30min", 5_400_000_000), ("0.000001 s", 1), ("1e3 us", 1_000), ("2 weeks", 1_209_600_000_000),
    ("-2 h", -7_200_000_000), ("0 s", 0), ("1_000 s", 1_000_000_000), ("0.1 s", 100_000),
  ] as [(String, Int64)])
func durations(text: String, microseconds: Int64) {
  #expect(value(text) == SimDuration(microseconds: microseconds))
}

@Test("what is no duration says why")
func badDurations() {
  #expect(problem("45", as: SimDuration.self) == "has no unit")
  #expect(problem("45 mins", as: SimDuration.self) == "has an unknown unit \"mins\"; did you mean \"min\"?")
  #expect(problem("soon", as: SimDuration.self) == "is not a duration")
  #expect(problem("0.0000001 s", as: SimDuration.self) == "is finer than a whole us")
  #expect(problem("1e9 w", as: SimDuration.self) == "is too large")
  #expect(problem("9e6 d 9e7 d 1e8 d", as: SimDuration.self) == "is too large")
  #expect(problem("1 h -30 min", as: SimDuration.self) == "is not a duration")
  #expect(problem("--1 h", as: SimDuration.self) == "is not a duration")
  #expect(problem("nan s", as: SimDuration.self) == "is not a duration")
}

@Test("whole numbers take separators, exponents and k and M")
func wholeNumbers() {
  #expect(value("2_000_000") == Int64(2_000_000))
  #expect(value("1e6") == Int64(1_000_000))
  #expect(value("5 k") == Int64(5_000))
  #expect(value("2.5 M") == Int64(2_500_000))
  #expect(value("-7") == Int64(-7))
  #expect(value("9223372036854775807") == Int64.max)
  #expect(problem("9223372036854775808", as: Int64.self) == "is too large")
  #expect(problem("2.5", as: Int.self) == "is not a whole number")
  #expect(problem("1__0_", as: Int.self) == "is not a whole number")
  #expect(problem("inf", as: Int.self) == "is not finite")
  #expect(problem("5 kg", as: Int.self) == "has a unit \"kg\", but is a plain number")
  #expect(problem("1e400", as: Int.self) == "is too large")
  #expect(problem("1e401", as: Int.self) == "is not a whole number")
}

@Test("ratios are numbers or percentages, and both give the same double")
func ratios() {
  #expect(value("2.2 %") == 0.022)
  #expect(value("0.022") == 0.022)
  #expect(value("110%") == 1.1)
  #expect(value("5e-324") == Double.leastNonzeroMagnitude)
  #expect(value("0.1234567890123456789") == 0.1234567890123456789)
  #expect(value("-0") == 0.0 && value("-0", as: Double.self)?.sign == .plus)
  #expect(problem("NaN", as: Double.self) == "is not finite")
  #expect(problem("-.inf", as: Double.self) == "is not finite")
  #expect(problem("1e399", as: Double.self) == "is too large for a number")
  #expect(problem("1 m", as: Double.self) == "has a unit \"m\", but is a plain number or a percentage")
}

@Test("money has the decimals of its currency")
func money() {
  #expect(value("12.34 EUR") == Money(minor: 1234, .eur))
  #expect(value("12 EUR") == Money(minor: 1200, .eur))
  #expect(value("1500 JPY") == Money(minor: 1500, .jpy))
  #expect(value("-1.250 KWD") == Money(minor: -1250, CurrencyCode("KWD")!))
  #expect(value("2.5 M USD") == Money(minor: 250_000_000, .usd))
  #expect(problem("1500.5 JPY", as: Money.self) == "has more than the 0 decimals of JPY")
  #expect(problem("5", as: Money.self) == "has no currency")
  #expect(problem("5 €", as: Money.self) == "has an unknown currency \"€\"; did you mean \"EUR\"?")
  #expect(problem("9e18 EUR", as: Money.self) == "is too large")
  #expect(Money(minor: -5, .eur).text == "-0.05 EUR")
  #expect(Money(minor: .min, .usd).text == "-92233720368547758.08 USD")
}

@Test("masses, lengths, volumes, speeds and rates convert to one unit")
func measures() {
  #expect(value("2.5 kg") == Mass(grams: 2_500))
  #expect(value("12 cm") == Length(millimetres: 120))
  #expect(value("0.8 m") == Length(millimetres: 800))
  #expect(value("0.5 m3") == Volume(cubicCentimetres: 500_000))
  #expect(value("330 ml") == Volume(cubicCentimetres: 330))
  #expect(value("36 km/h") == Speed(metresPerSecond: 10))
  #expect(value("1200/s") == Rate(perHour: 4_320_000))
  #expect(value("1.2 k / s") == Rate(perHour: 4_320_000))
  #expect(value("3/h") == Rate(perHour: 3))
  #expect(value("24/d") == Rate(perHour: 1))
  #expect(problem("3", as: Rate.self) == "has no unit")
  #expect(problem("3/fortnight", as: Rate.self) == "has an unknown unit \"/fortnight\"")
  #expect(problem("0.5 g", as: Mass.self) == "is finer than a whole g")
}

@Test("instants carry a zone; a local time that is skipped moves on, one that comes twice is the first")
func instants() throws {
  let noon = try #require(SimTime(iso8601: "2026-11-27T12:00:00Z"))
  #expect(value("2026-11-27T12:00:00Z") == noon)
  #expect(value("2026-11-27T13:00+01:00") == noon)
  #expect(value("2026-11-27T13:00 Europe/Berlin") == noon)
  #expect(value("2026-11-27 07:00 America/New_York") == noon)
  #expect(value("2026-03-29T02:30 Europe/Berlin") == SimTime(iso8601: "2026-03-29T01:00:00Z"))
  #expect(value("2026-10-25T02:30 Europe/Berlin") == SimTime(iso8601: "2026-10-25T00:30:00Z"))
  #expect(problem("2026-11-27T13:00", as: SimTime.self) == "has no time zone")
  #expect(problem("2026-11-27T25:00Z", as: SimTime.self) == "is not an instant")
  let unknown = "is not a time zone of the IANA database; did you mean \"Europe/Berlin\"?"
  #expect(problem("2026-11-27T13:00 Berlin", as: SimTime.self) == unknown)
}

@Test("codes are those of ISO 3166-1 and ISO 4217")
func codes() {
  #expect(value("DE", as: CountryCode.self)?.code == "DE")
  #expect(value("NO", as: CountryCode.self)?.code == "NO")
  #expect(problem("UK", as: CountryCode.self) == "is not a country code of ISO 3166-1; did you mean \"GB\"?")
  #expect(problem("de", as: CountryCode.self) == "is not a country code of ISO 3166-1; did you mean \"DE\"?")
  #expect(CountryCode("DE")! < CountryCode("US")!)
  #expect(CurrencyCode("KWD")?.decimals == 3 && CurrencyCode.jpy.decimals == 0 && CurrencyCode("CLF")?.decimals == 4)
}

@Test("the canonical text of a value reads as the same value: 2,000 random ones of each kind")
func roundTrip() throws {
  var random = TestRandom(seed: 1)
  func check<Value: ScalarValue>(_ value: Value) throws {
    #expect(try Value.parse(value.text) == value, "\(value.text)")
  }
  for _ in 0..<2_000 {
    let bits = Int64(bitPattern: random.next()) >> Int64.random(in: 0..<62, using: &random)
    try check(bits)
    try check(SimDuration(microseconds: bits == .min ? 0 : bits))
    try check(Mass(grams: bits))
    try check(Length(millimetres: bits))
    try check(Volume(cubicCentimetres: bits))
    try check(
      Money(minor: bits, [.eur, .jpy, CurrencyCode("KWD")!, CurrencyCode("CLF")!].randomElement(using: &random)!))
    try check(LocalTime(microseconds: bits.magnitude > 86_400_000_000 ? 0 : abs(bits)))
    let double = Double(bitPattern: random.next())
    if double.isFinite, double.magnitude < 1e300 {
      try check(double)
      try check(Rate(perHour: double))
      try check(Speed(metresPerSecond: double))
    }
    try check(Rate(perHour: (Double(bits % 1_000_000) / 24)))
  }
}
