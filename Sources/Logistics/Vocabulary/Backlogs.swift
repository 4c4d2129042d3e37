import Kernel

/// Departures that are full already with what waits for them, where promises are to know it: by dock, line-haul and depot.
struct Backlogs: Sendable {
  /// What a parcel of one way finds before it.
  struct Ahead: Sendable, BitwiseCopyable {
    var pickUps = 0
    var departures = 0
    var routes = 0
  }

  /// Whether anybody asks.
  let isOn: Bool
  var docks: [Int]
  var lanes: [Int]
  var depots: [Int]

  init(_ model: Model) {
    isOn = model.fulfilment.knowsBacklog
    docks = .init(repeating: 0, count: isOn ? model.carrier.docks.count : 0)
    lanes = .init(repeating: 0, count: isOn ? model.carrier.lanes.count : 0)
    depots = .init(repeating: 0, count: isOn ? model.carrier.depots.count : 0)
  }
}

extension ScheduledDeparture {
  /// How many of the coming departures are full with what is staged now.
  var fullDepartures: Int {
    func full(_ staged: Int64, _ taken: Int64) -> Int { taken > 0 ? Int(staged / taken) : 0 }
    let (staged, taken) = (stagedLoad, capacity)
    return max(
      full(staged.units, taken.units), full(staged.grams, taken.grams),
      full(staged.cubicCentimetres, taken.cubicCentimetres))
  }
}
