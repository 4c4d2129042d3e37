internal import Kernel

/// What happened to one SKU at one node.
public struct ShelfResult: Sendable, Equatable {
  /// The node's name.
  public var node = ""
  /// The SKU's name.
  public var sku = ""
  /// Units taken in from suppliers.
  public var received = 0
  /// Units that left for customers.
  public var shipped = 0
  /// Units promised to an order and not yet gone.
  public var allocated = 0
  /// Units on hand at the end, promised to nobody.
  public var onHand = 0
  /// Units that came back and were graded.
  public var returned = 0

  /// An empty shelf.
  public init(node: String = "", sku: String = "") {
    self.node = node
    self.sku = sku
  }

  /// Units that orders asked of this shelf and got: shipped or set aside.
  public var taken: Int { shipped + allocated }
  /// The name in metrics: `ohio/tee`.
  public var name: String { "\(node)/\(sku)" }
}

/// The hour of a run in which most visitors came, over all countries together.
public struct PeakHour: Sendable, Equatable {
  /// Visits in it.
  public var visits: Int
  /// Hours from the run's start to its beginning.
  public var hour: Int
}

extension HourlySeries {
  /// The first hour with the most visits; nil without visits.
  public var peak: PeakHour? {
    Self.peak((0..<length).map { hour in countries.reduce(0) { $0 + (hour < $1.visits.count ? $1.visits[hour] : 0) } })
  }

  /// The first hour with the most visits to one country; nil without visits.
  public func peak(ofCountry place: Int) -> PeakHour? {
    countries.indices.contains(place) ? Self.peak(countries[place].visits) : nil
  }

  private var length: Int { countries.map(\.visits.count).max() ?? 0 }

  private static func peak(_ visits: [Int]) -> PeakHour? {
    guard let most = visits.max(), most > 0, let hour = visits.firstIndex(of: most) else { return nil }
    return PeakHour(visits: most, hour: hour)
  }

  /// The days of the series in UTC as dates, the first perhaps begun.
  public var days: [String] {
    guard length > 0 else { return [] }
    let first = dayNumber(0)
    return (first...dayNumber(length - 1)).map { LocalDate(daysSinceEpoch: Int32($0)).description }
  }

  /// What all countries together counted on a day of ``days``.
  func total(onDay place: Int, _ counts: (CountrySeries) -> [Int]) -> Int {
    let begin = Int((dayNumber(0) + Int64(place)) * 24 - startMicroseconds / 3_600_000_000)
    return countries.reduce(0) { sum, country in
      let series = counts(country)
      let hours = max(0, begin)..<max(0, min(series.count, begin + 24))
      return hours.isEmpty ? sum : sum + series[hours].reduce(0, +)
    }
  }

  private func dayNumber(_ hour: Int) -> Int64 {
    let hours = startMicroseconds / 3_600_000_000 + Int64(hour)
    return hours >= 0 ? hours / 24 : (hours - 23) / 24
  }
}

extension ResultCollector {
  /// Shelf by shelf, in the order of nodes by name and of SKUs as the scenario has them.
  func addShelves(_ result: inout RunResult) {
    for region in regions {
      for floor in region.warehouse.localFloors where network.nodes[Int(floor.node)].holdsStock {
        for sku in network.skus.indices {
          let cell = region.state.stock[floor.node, UInt16(sku)]
          var shelf = ShelfResult(node: network.nodes[Int(floor.node)].name, sku: network.skus[sku].name)
          shelf.received = Int(cell.received)
          shelf.shipped = Int(cell.shipped)
          shelf.allocated = Int(cell.allocated)
          shelf.onHand = Int(cell.onHand - cell.allocated)
          shelf.returned = Int(cell.returned)
          result.shelves.append(shelf)
        }
      }
    }
    let order = Dictionary(network.skus.enumerated().map { ($1.name, $0) }) { first, _ in first }
    result.shelves.sort { ($0.node, order[$0.sku]!) < ($1.node, order[$1.sku]!) }
  }
}
