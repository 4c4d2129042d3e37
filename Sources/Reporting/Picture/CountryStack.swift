internal import Logistics

/// The hourly series of a run, by country, ready to be stacked: few layers, few points.
struct CountryStack {
  /// One layer of the stack.
  struct Layer {
    var name: String
    var color: String
  }

  /// The layers from the bottom, countries with most orders first.
  private(set) var layers: [Layer] = []
  /// Visits per hour by layer, one value per bin.
  private(set) var visits: [[Double]] = []
  /// Orders per hour by layer, one value per bin.
  private(set) var orders: [[Double]] = []
  /// The start of the first bin, in microseconds since 1970-01-01T00:00:00Z.
  let start: Int64
  /// The length of a bin, in hours.
  let hoursPerBin: Int
  /// Bins.
  let bins: Int

  private var colors: [String: String] = [:]

  /// Colours that stay apart for all kinds of sight (Okabe and Ito, without black), then grey for the rest.
  private static let palette = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442"]
  private static let rest = "#bdbdbd"

  init(_ run: RunResult) {
    let series = run.hourly.countries
    let hours = series.reduce(0) { max($0, $1.visits.count, $1.orders.count) }
    start = run.hourly.startMicroseconds
    hoursPerBin = max(1, (hours + 239) / 240)
    bins = (hours + hoursPerBin - 1) / hoursPerBin
    let ranked = series.enumerated().sorted {
      ($1.element.orders.reduce(0, +), $0.offset) < ($0.element.orders.reduce(0, +), $1.offset)
    }.map(\.element)
    let shown = ranked.count <= 8 ? ranked.count : 7
    for (place, country) in ranked.prefix(shown).enumerated() {
      let color = place < Self.palette.count ? Self.palette[place] : Self.rest
      colors[country.country] = color
      layers.append(Layer(name: country.country, color: color))
      visits.append(binned(country.visits))
      orders.append(binned(country.orders))
    }
    if shown < ranked.count {
      layers.append(Layer(name: "others", color: Self.rest))
      visits.append(sum(ranked.dropFirst(shown).map { binned($0.visits) }))
      orders.append(sum(ranked.dropFirst(shown).map { binned($0.orders) }))
    }
  }

  /// The colour of a country's layer.
  func color(of country: String) -> String { colors[country] ?? Self.rest }

  private func binned(_ values: [Int]) -> [Double] {
    (0..<bins).map { bin in
      let range = (bin * hoursPerBin)..<min((bin + 1) * hoursPerBin, max(values.count, bin * hoursPerBin + 1))
      let total = range.reduce(0) { $0 + ($1 < values.count ? values[$1] : 0) }
      return Double(total) / Double(range.count)
    }
  }

  private func sum(_ series: [[Double]]) -> [Double] {
    (0..<bins).map { bin in series.reduce(0) { $0 + $1[bin] } }
  }
}
