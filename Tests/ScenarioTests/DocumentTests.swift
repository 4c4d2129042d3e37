import Foundation
import Kernel
import Scenario
import Testing

/// A scenario that writes nearly everything.
enum DocumentTests {
  static let full = """
    title: "Black Friday: the drop"   # a comment
    start: 2026-11-27T08:00 America/New_York
    source: internal plan
    threads: 2
    data: orders.csv
    demand:
      branching: { value: 55 %, source: "Crane and Sornette 2008", as_of: 2008-10-14 }
      visits: { value: 1200/s, source: assumption }
      live: { hosts: 2 }
    markets:
      US: { currency: USD, timeZone: America/New_York, service: daily }
      DE: { vat: 19 %, timeZone: Europe/Berlin }
    warehouses:
      west:
        country: US
        stations: { value: 40, note: "counted" }
        waves: { every: 45 min }
        cutOff: "16:30"
        hours: [Mon-Fri 06:00-22:00, Sat 08:00-14:00]
        packTime: { min: 20 s, median: 60 s, p95: 3 min, source: "time study" }
        feeds: [east]
        docks: { north: { doors: 8 }, south: { width: 350 cm } }
        mainDock: south
      east: { country: US, opened: 2019-05-01, shiftEnd: preemptResume }
    carriers:
      post:
        cap: 31.5 kg
        prices: { US: 7.99 USD, DE: { value: 4.99 EUR, source: "list price" } }
    lanes:
      - { from: west, carrier: post, transit: { mean: 2 d, cv: 0.4, shape: gamma }, factors: [1, 50 %, 2] }
      - from: east
        carrier: post
    """
}

private let full = DocumentTests.full

private func load(_ text: String, _ overrides: [String] = [], name: String = "drop.yaml") throws -> ScenarioDocument {
  try ScenarioDocument.parse(text, name: name, overrides: overrides, schema: TestSchema.schema)
}

@Test("fields read by their declaration, from any section inside the one they belong to")
func reading() throws {
  let root = try load(full).root
  #expect(root[TestSchema.title] == "Black Friday: the drop")
  #expect(root[TestSchema.start] == SimTime(iso8601: "2026-11-27T13:00:00Z"))
  #expect(root[TestSchema.threads] == 2)
  #expect(root[TestSchema.branching] == 0.55)
  let warehouses = root.items("warehouses{}")
  #expect(warehouses.map(\.name) == ["east", "west"])
  let west = warehouses[1]
  #expect(west[TestSchema.stations] == 40)
  #expect(west[TestSchema.waveEvery] == .minutes(45) && west[TestSchema.waveLines] == 20)
  #expect(west[TestSchema.cutOff] == LocalTime(16, 30) && warehouses[0][TestSchema.cutOff] == nil)
  #expect(west[TestSchema.hours].rules.count == 2)
  let packTime = DurationDistribution.quantiles(min: .seconds(20), median: .minutes(1), p95: .minutes(3))
  #expect(west[TestSchema.packTime] == packTime)
  #expect(west[TestSchema.title] == "Black Friday: the drop")
  let docks = west.items("warehouses{}.docks{}")
  #expect(docks.map(\.name) == ["north", "south"] && docks[0][TestSchema.doors] == 8)
  #expect(docks[1][TestSchema.width] == Length(millimetres: 3_500) && docks[1][TestSchema.stations] == 40)
  #expect(west.item("warehouses{}.docks{}", named: west[TestSchema.mainDock]!.name)?.index == 1)
  #expect(west.isWritten(TestSchema.stations) && !west.isWritten(TestSchema.waveLines))
  #expect(west.source(of: TestSchema.stations)?.note == "counted")
  let lanes = root.items("lanes[]")
  #expect(lanes.map(\.name) == ["0", "1"] && lanes[0][TestSchema.factors] == [1, 0.5, 2])
  #expect(lanes[0][TestSchema.transit] == .gamma(mean: .days(2), cv: 0.4))
  let carrier = try #require(root.item("carriers{}", named: lanes[0][TestSchema.carrier].name))
  #expect(carrier[TestSchema.prices][CountryCode("DE")!] == Money(minor: 499, .eur))
  #expect(root.section("demand.live")?[TestSchema.hosts] == 2)
  #expect(root.items("markets{}").map { $0[TestSchema.vat] } == [0.19, 0])
}

@Test("an optional section that is not written is nil; a plain one always stands")
func sections() throws {
  let root = try load(TestSchema.minimal).root
  #expect(root.section("demand.live") == nil)
  #expect(root.section("demand")?[TestSchema.branching] == 0.6)
  #expect(root.items("warehouses{}").isEmpty && root.items("lanes[]").isEmpty)
  #expect(root.item("carriers{}", named: "post") == nil)
}

@Test("model builders report at the place of a field")
func semanticChecks() throws {
  let root = try load(full).root
  let west = root.item("warehouses{}", named: "west")!
  var problems = Diagnostics()
  try problems.check()
  problems.warning(at: west.mark, "few docks")
  try problems.check()
  problems.error(at: west[mark: TestSchema.waveLines], "too few lines")
  problems.error(at: root[mark: TestSchema.threads], "too many threads", help: "use one")
  #expect(throws: Diagnostics.self) { try problems.check() }
  #expect(
    problems.description == """
      drop.yaml:4:10: error: too many threads
        help: use one
      drop.yaml:14:3: warning: few docks
      drop.yaml:14:3: error: too few lines
      """)
}

@Test("the resolved scenario loads to itself and to the same hash")
func resolvedRoundTrip() throws {
  let document = try load(full)
  let resolved = document.resolvedYAML
  let again = try load(resolved)
  #expect(again.resolvedYAML == resolved)
  #expect(again.hash == document.hash)
  #expect(again.provenance.sourced + again.provenance.assumed >= document.provenance.sourced)
  for note in ["Crane and Sornette 2008", "list price", "time study", "counted", "internal plan", "2008-10-14"] {
    #expect(resolved.contains(note))
  }
  let minimal = try load(TestSchema.minimal)
  #expect(try load(minimal.resolvedYAML).hash == minimal.hash)
}

@Test("formatting, order, units, notes and overrides of the same meaning do not change the hash; a value does")
func hashStability() throws {
  let first = try load(full).hash
  let reordered = """
    lanes: [{ carrier: post, from: west, factors: [1, 0.5, 200 %],
              transit: { shape: gamma, cv: 0.4, mean: 48 h } }, { carrier: post, from: east }]
    carriers: { post: { prices: { DE: 4.99 EUR, US: 7.99 USD }, cap: 31500 g } }
    warehouses:
      east: { shiftEnd: preemptResume, opened: 2019-05-01, country: US }
      west: { mainDock: south, docks: { south: { width: 3.5 m }, north: { doors: 8 } }, feeds: east, stations: 12,
        packTime: { p95: 180 s, median: 1 min, min: 20 s }, hours: "Mon-Fri 06:00-22:00, Sat 08:00-14:00",
        cutOff: 16:30, waves: { lines: 20, every: 2700 s }, country: US }
    markets: { DE: { vat: 0.19, timeZone: Europe/Berlin },
               US: { currency: USD, timeZone: America/New_York, service: Mon-Sun } }
    demand: { live: { hosts: 2, at: "20:00" }, visits: 4_320_000/h, branching: 0.55, cells: 4 }
    data: orders.csv
    start: 2026-11-27T13:00:00Z
    threads: 2
    title: 'Black Friday: the drop'
    """
  #expect(try load(reordered, ["warehouses.west.stations=40"]).hash == first)
  #expect(try load(full, ["warehouses.west.stations=41"]).hash != first)
  #expect(try load(full, ["demand.branching=0.56"]).hash != first)
}

@Test("overrides reach sections, lists, maps of values and whole values")
func overrides() throws {
  let document = try load(
    full,
    [
      "warehouses.west.stations=50", "lanes[1].factors=[3, 4]", "lanes[0].factors[1]=0.25",
      "carriers.post.prices.FR=6 EUR",
      "demand.live.hosts=3", "carriers.post.prices.DE=5 EUR", "threads=null", "warehouses.east.waves.every=30 min",
    ])
  let root = document.root
  #expect(root.item("warehouses{}", named: "west")?[TestSchema.stations] == 50)
  #expect(root.item("warehouses{}", named: "east")?[TestSchema.waveEvery] == .minutes(30))
  #expect(root.items("lanes[]").map { $0[TestSchema.factors] } == [[1, 0.25, 2], [3, 4]])
  let prices = root.item("carriers{}", named: "post")![TestSchema.prices]
  #expect(prices.entries.map(\.value.text) == ["5.00 EUR", "6.00 EUR", "7.99 USD"])
  #expect(root[TestSchema.threads] == nil)
  #expect(root.section("demand.live")![mark: TestSchema.hosts].description == "--set demand.live.hosts=3")
}

@Test("written and defaulted values are counted by their source")
func provenance() throws {
  let text = "start: 2026-11-27T08:00:00Z\nmarkets: { source: EU list, DE: { vat: 0.19 } }\ndemand: { cells: 2 }\n"
  let counted = try load(text + "title: { value: x, source: assumption }\n").provenance
  #expect(counted.written == 4 && counted.sourced == 1 && counted.assumed == 1 && counted.unsourced == 2)
  #expect(counted.defaultedSourced == 1 && counted.defaultedAssumed == 1)
}

@Test("texts that need quotes survive the resolved scenario")
func quoting() throws {
  let texts = [
    "null", "true", "1.5", "a: b", "x # y", "- a", "{a}", "[", "", "  padded ", "tab\there", "line\nbreak", "ünïcode",
    "\"quoted\"", "back\\slash", "'single'", "0x1F", "1e5", "2026-01-01", "yes", "~", "=", "*a", "&b", "!t", "%x", "@y",
    "`z`", "|", ">", "a:", "12:30:00", "é\u{301}", "\u{85}x", "1_000", "?", "-", "...", "---", "\u{2028}",
  ]
  for text in texts {
    let document = try load("\(TestSchema.minimal)title: \(Written.scalar(text).line)\n")
    #expect(document.root[TestSchema.title] == text)
    #expect(try load(document.resolvedYAML).root[TestSchema.title] == text)
  }
}
