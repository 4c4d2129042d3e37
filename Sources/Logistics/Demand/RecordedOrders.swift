import Kernel
import Scenario
import TraceFormat

/// Reads a history of orders line by line: plain or compressed CSV with a header, quoted fields allowed.
///
/// Lines outside the run are left out; lines with an empty cell where one is needed are counted in one warning; lines that
/// cannot be understood are errors with file, line and column number.
struct RecordedOrders {
  /// Which column means what.
  struct Format {
    var time: String
    var zone: String
    var origin: String
    var items: String?
    var price: String?
    var weight: String?
    var promise: String?
    /// The clock of times without an offset.
    var timeZone: TimeZoneRules
    /// How often each line counts.
    var copies: Double
  }

  private let format: Format
  private let network: Network
  private let market: Int
  private let sku: UInt16
  private let zones: [String: UInt16]
  private let origins: [String: UInt16]
  private var columns = Columns()
  private var due = 0.0
  private var incomplete = 0
  private var wrong = 0
  /// Lines in the run, and the instants of the earliest and the latest line of all.
  private var inside = 0
  private var span: ClosedRange<SimTime>?
  private(set) var orders: [DemandPlan.GivenOrder] = []

  /// Places of the columns in a line.
  private struct Columns {
    var time = 0
    var zone = 0
    var origin = 0
    var items: Int?
    var price: Int?
    var weight: Int?
    var promise: Int?
  }

  /// Errors shown before the rest is only counted.
  private static let shownErrors = 10
  /// The time between copies of one line.
  private static let copySpacing = SimDuration.seconds(1)

  init(_ format: Format, network: Network, market: Int, sku: Int) {
    self.format = format
    self.network = network
    self.market = market
    self.sku = UInt16(sku)
    zones = Dictionary(
      network.markets[market].zones.map { (network.zones[$0].name, UInt16($0)) },
      uniquingKeysWith: { first, _ in first })
    var origins: [String: UInt16] = [:]
    for (number, node) in network.nodes.enumerated() {
      if let zone = node.zone, origins[network.zones[zone].name] == nil {
        origins[network.zones[zone].name] = UInt16(number)
      }
    }
    for (number, node) in network.nodes.enumerated() { origins[node.name] = UInt16(number) }
    self.origins = origins
  }

  /// Reads a file; `help` says where it comes from.
  mutating func read(_ file: FilePath, at mark: Mark, help: String?, _ problems: inout Diagnostics) {
    do throws(TextLinesError) {
      let lines = try TextLines(path: file.resolved)
      try read(lines.next, name: file.path, at: mark, &problems)
    } catch {
      problems.error(at: mark, "cannot read \"\(file.path)\": \(error.reason)", help: help)
    }
  }

  /// Reads lines from any source, the header first.
  mutating func read(
    _ next: () throws(TextLinesError) -> ArraySlice<UInt8>?, name: String, at mark: Mark,
    _ problems: inout Diagnostics
  ) throws(TextLinesError) {
    var cells: [String] = []
    guard let header = try next() else {
      problems.error(
        at: Mark(file: name, line: 1, column: 1), "the file is empty", help: "its first line must name the columns")
      return
    }
    CSVLine.split(header, into: &cells)
    guard findColumns(cells, name, &problems) else { return }
    var number = 1
    let expected = cells.count
    while let line = try next() {
      number += 1
      if line.isEmpty { continue }
      CSVLine.split(line, into: &cells)
      guard cells.count == expected else {
        report(
          name, number, "the line has \(cells.count) cells, the header \(expected)",
          help: "put cells with commas in double quotes",
          &problems)
        continue
      }
      add(cells, name, number, &problems)
    }
    if wrong > Self.shownErrors {
      problems.error(at: Mark(file: name), "\(wrong - Self.shownErrors) further lines cannot be read")
    }
    if wrong == 0, inside == 0 {
      let found = span.map { "its orders are from \($0.lowerBound) until \($0.upperBound), " } ?? "it has none, "
      problems.error(
        at: mark, "no order of \"\(name)\" lies in the run",
        help: found + "the run lasts from \(network.start) until \(network.end)")
    }
    if incomplete > 0 {
      problems.warning(at: mark, "lines of \"\(name)\" that lack a needed cell are left out: \(incomplete)")
    }
  }

  private mutating func findColumns(_ header: [String], _ name: String, _ problems: inout Diagnostics) -> Bool {
    var isComplete = true
    func place(_ column: String) -> Int? {
      if let found = header.firstIndex(of: column) { return found }
      problems.error(
        at: Mark(file: name, line: 1, column: 1),
        "there is no column \"\(column)\"" + NearestName.suggestion(for: column, in: header),
        help: "the columns are \(header.joined(separator: ", "))")
      isComplete = false
      return nil
    }
    columns = Columns(
      time: place(format.time) ?? 0, zone: place(format.zone) ?? 0, origin: place(format.origin) ?? 0,
      items: format.items.flatMap(place), price: format.price.flatMap(place), weight: format.weight.flatMap(place),
      promise: format.promise.flatMap(place))
    return isComplete
  }

  private mutating func report(
    _ name: String, _ line: Int, _ message: String, help: String? = nil, _ problems: inout Diagnostics
  ) {
    wrong += 1
    if wrong <= Self.shownErrors { problems.error(at: Mark(file: name, line: line, column: 1), message, help: help) }
  }

  private mutating func add(_ cells: [String], _ name: String, _ line: Int, _ problems: inout Diagnostics) {
    let needed =
      [columns.time, columns.zone, columns.origin] + [columns.items, columns.price, columns.weight].compactMap(\.self)
    if needed.contains(where: { cells[$0].isEmpty }) {
      incomplete += 1
      return
    }
    guard let at = WallTime(cells[columns.time])?.instant(in: format.timeZone) else {
      return report(
        name, line, "\(format.time) \"\(cells[columns.time])\" is not a date and time",
        help: "write it as 2026-11-27 08:00:00",
        &problems)
    }
    span = span.map { min($0.lowerBound, at)...max($0.upperBound, at) } ?? at...at
    guard network.lasts(at: at) else { return }
    inside += 1
    guard let zone = zones[cells[columns.zone]] else {
      let known = network.markets[market].zones.map { network.zones[$0].name }
      return report(
        name, line, "\(format.zone) \"\(cells[columns.zone])\" is not a zone of \(network.markets[market].code)",
        help: "its zones are \(known.joined(separator: ", "))", &problems)
    }
    guard let node = origins[cells[columns.origin]] else {
      return report(
        name, line, "\(format.origin) \"\(cells[columns.origin])\" is neither a node nor a zone with a node",
        help: "the nodes are \(network.nodes.map(\.name).joined(separator: ", "))", &problems)
    }
    var order = DemandPlan.GivenOrder(at: at, zone: zone, node: node, sku: sku, quantity: 1, flags: .recorded)
    guard fill(&order, cells, name, line, &problems) else { return }
    take(order)
  }

  /// Numbers and the promise; false when one is wrong.
  private mutating func fill(
    _ order: inout DemandPlan.GivenOrder, _ cells: [String], _ name: String, _ line: Int, _ problems: inout Diagnostics
  ) -> Bool {
    func number(_ column: Int?, in range: ClosedRange<Double>) -> (value: Double?, wrong: String?) {
      guard let column else { return (nil, nil) }
      guard let value = Double(cells[column]), range.contains(value) else { return (nil, cells[column]) }
      return (value, nil)
    }
    let items = number(columns.items, in: 1...65_535)
    let price = number(columns.price, in: 0...1e12)
    let weight = number(columns.weight, in: 0...1e9)
    let isWhole = items.value.map { $0 == $0.rounded() } ?? true
    let found = [
      (format.items, isWhole ? items.wrong : columns.items.map { cells[$0] }, "a whole number, 1 to 65535"),
      (format.price, price.wrong, "an amount of the market's currency, 0 to 1000000000000"),
      (format.weight, weight.wrong, "grams, 0 to 1000000000"),
    ]
    for case (let column?, let wrong?, let range) in found {
      report(name, line, "\(column) \"\(wrong)\" is not a number that fits", help: "write \(range)", &problems)
      return false
    }
    if let value = items.value { order.quantity = UInt16(value) }
    if let value = price.value {
      order.price = Int64((value * Double(network.markets[market].minorPerMajor)).rounded())
    }
    if let value = weight.value { order.grams = UInt32(value.rounded()) }
    if let column = columns.promise, let title = format.promise, !cells[column].isEmpty {
      guard let promise = Self.promise(cells[column], in: network.zones[Int(order.zone)].timeZone) else {
        report(name, line, "\(title) \"\(cells[column])\" is not a date", help: "write it as 2026-11-27", &problems)
        return false
      }
      order.promise = promise
    }
    return true
  }

  /// A date means its last microsecond on the zone's clock.
  private static func promise(_ text: String, in zone: TimeZoneRules) -> SimTime? {
    if let date = LocalDate(text) { return zone.instant(date + 1) - .microseconds(1) }
    return WallTime(text)?.instant(in: zone)
  }

  /// Takes an order as often as the scale says, evenly over the lines.
  private mutating func take(_ order: DemandPlan.GivenOrder) {
    due += format.copies
    var copy = order
    while due >= 1 - 1e-9 {
      due -= 1
      if copy.at < network.end { orders.append(copy) }
      copy.at += Self.copySpacing
    }
  }
}

/// A line of comma-separated values.
enum CSVLine {
  /// Splits a line at its commas; cells in double quotes may contain commas, and quotes written twice.
  static func split(_ line: ArraySlice<UInt8>, into cells: inout [String]) {
    cells.removeAll(keepingCapacity: true)
    var line = line
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    var cell: [UInt8] = []
    var isQuoted = false
    var place = line.startIndex
    while place < line.endIndex {
      let byte = line[place]
      let isQuote = byte == UInt8(ascii: "\"")
      if isQuoted, isQuote, place + 1 < line.endIndex, line[place + 1] == UInt8(ascii: "\"") {
        cell.append(byte)
        place += 1
      } else if isQuote {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: ","), !isQuoted {
        cells.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
      } else {
        cell.append(byte)
      }
      place += 1
    }
    cells.append(String(decoding: cell, as: UTF8.self))
  }
}
