import Reporting
import Testing

@Suite struct TextTests {
  @Test("Numbers print the same everywhere: fixed, grouped, short, as money")
  func numbers() {
    #expect(fixed(2.345, 2) == "2.35" && fixed(-0.5, 0) == "-1" && fixed(.nan, 2) == "–")
    #expect(grouped(1_234_567) == "1,234,567" && grouped(-999) == "-999" && grouped(-1_000) == "-1,000")
    #expect(decimal(minor: -5, digits: 2) == "-0.05" && decimal(minor: .min, digits: 3) == "-9223372036854775.808")
    #expect(money(123_456, digits: 0, currency: "JPY") == "123,456 JPY")
    #expect(money(-123_456, digits: 2, currency: "EUR") == "-1,234.56 EUR")
    #expect(short(999) == "999" && short(12_345) == "12.3 k" && short(1_234_000) == "1.23 M" && short(0) == "0")
    #expect(span(seconds: 90) == "1.5 min" && span(seconds: 0.25) == "0.3 s" && span(seconds: nil) == "–")
    #expect(span(seconds: 4_366.6 * 86_400) == "4,366.6 d")
    #expect(percent(0.0213) == "2.13 %" && byteSize(1_536) == "1.5 KiB")
  }

  @Test("Dates follow the calendar, also before 1970 and on leap days")
  func dates() {
    #expect(CivilDate(microseconds: 0).secondText == "1970-01-01T00:00:00Z")
    #expect(CivilDate(microseconds: -1).secondText == "1969-12-31T23:59:59Z")
    #expect(CivilDate(microseconds: 951_782_400_000_000).dateText == "2000-02-29")
    #expect(CivilDate(microseconds: 1_795_737_600_000_000).minuteText == "2026-11-27 00:00 UTC")
    #expect(CivilDate(microseconds: 1_795_737_600_000_000).weekday == 4)
  }

  @Test("CSV has plain numbers where people read grouped ones")
  func plainNumbers() {
    var table = Table([.text("name"), .number("records")])
    table.add("1,000", "1,234,567")
    table.add("b", "-1,000.5")
    table.add("c", "9,5 %")
    #expect(table.csv() == "name,records\n\"1,000\",1234567\nb,-1000.5\nc,\"9,5 %\"\n")
  }

  @Test("Columns stay aligned with wide characters, combining marks and emoji")
  func alignment() {
    #expect(displayWidth("東京") == 4 && displayWidth("e\u{301}") == 1 && displayWidth("📦") == 2)
    var table = Table([.text("city"), .number("orders")])
    table.add("東京", "5")
    table.add("Köln", "1,000")
    #expect(table.text() == "  city  orders\n  東京       5\n  Köln   1,000\n")
    #expect(table.csv() == "city,orders\n東京,5\nKöln,1000\n")
    #expect(table.markdown().hasPrefix("| city | orders |\n| --- | ---: |\n"))
  }

  @Test("JSON keeps the order of keys and escapes what it must")
  func json() {
    let value: JSONValue = ["b": .integer(1), "a": ["x": .number(.nan), "y": .array([.string("\"\n\u{1}é")])]]
    #expect(value.line() == #"{"b": 1, "a": {"x": null, "y": ["\"\n\u0001é"]}}"#)
    #expect(JSONValue.number(0.1).line() == "0.1" && JSONValue.number(3).line() == "3")
  }
}
