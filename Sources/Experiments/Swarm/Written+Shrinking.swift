import Kernel
import Scenario

extension Written {
  /// How much there is: values and sections.
  var weight: Int {
    switch self {
    case .map(let pairs): pairs.reduce(1) { $0 + $1.value.weight }
    case .list(let items): items.reduce(1) { $0 + $1.weight }
    default: 1
    }
  }

  /// The places that lie so many steps below the root, in their order.
  func paths(at depth: Int) -> [TreePath] {
    guard depth > 0 else { return [[]] }
    switch self {
    case .map(let pairs): return pairs.flatMap { pair in pair.value.paths(at: depth - 1).map { [.key(pair.key)] + $0 } }
    case .list(let items):
      return items.enumerated().flatMap { place, item in item.paths(at: depth - 1).map { [.index(place)] + $0 } }
    default: return []
    }
  }

  /// The places of plain numbers.
  var numbers: [TreePath] {
    switch self {
    case .map(let pairs): pairs.flatMap { pair in pair.value.numbers.map { [.key(pair.key)] + $0 } }
    case .list(let items): items.enumerated().flatMap { place, item in item.numbers.map { [.index(place)] + $0 } }
    case .plain(let text): Double(text) == nil ? [] : [[]]
    default: []
    }
  }

  /// The same scenario with three quarters of its run; nil when an hour or less is left.
  var endingEarlier: Written? {
    func instant(_ name: String) -> SimTime? {
      guard case .scalar(let text)? = at([TreeStep.key(name)]) else { return nil }
      return SimTime(iso8601: text)
    }
    guard let start = instant("start"), let end = instant("end") else { return nil }
    let minutes = (end - start).microseconds / 60_000_000 * 3 / 4
    return minutes < 60 ? nil : with(.scalar("\(start + .minutes(minutes))"), at: [TreeStep.key("end")])
  }
}
