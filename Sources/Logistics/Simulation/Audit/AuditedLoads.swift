import Kernel

/// What trucks, line-hauls and routes took, counted parcel by parcel, against what they may take.
struct AuditedLoads {
  private struct Departure: Hashable {
    var step: AuditStep
    var time: Int64
    var place: Int
    var service: Int
  }

  private let model: Model
  private let disturbances: Disturbances
  private var counts: [Departure: Int64] = [:]

  init(_ model: Model, _ disturbances: Disturbances) {
    self.model = model
    self.disturbances = disturbances
  }

  /// Counts a parcel into its departure.
  mutating func add(
    _ step: AuditStep, _ trail: OrderTrail, _ region: UInt16, _ time: Int64, _ log: inout AuditLog
  ) {
    guard trail.node != .max, trail.service != .max, trail.zone != .max else { return }
    let service = Int(trail.service)
    let departure =
      switch step {
      case .pickedUp: Departure(step: step, time: time, place: Int(trail.node), service: service)
      case .routed: Departure(step: step, time: time, place: Int(trail.zone), service: 0)
      default: Departure(step: step, time: time, place: Int(region), service: service)
      }
    counts[departure, default: 0] += 1
    let count = counts[departure] ?? 0
    let limit = limit(of: departure)
    log.require(
      count <= limit, "more parcels than a departure takes",
      "\(step) at \(SimTime(microseconds: time)): \(count) parcels, \(limit) fit")
  }

  private func limit(of departure: Departure) -> Int64 {
    let now = SimTime(microseconds: departure.time)
    func scaled(_ load: Load, _ kind: ResourceKind, _ number: Int) -> Int64 {
      disturbances[kind, number].map { load.scaled(by: $0.level(at: now).capacity).units } ?? load.units
    }
    switch departure.step {
    case .pickedUp:
      let dock = model.carrier.docks.first { $0.node == departure.place && $0.service == departure.service }
      return dock.map { scaled($0.capacity, .pickUps, $0.service) } ?? 0
    case .routed:
      let depot = model.carrier.depots[departure.place]
      return scaled(Load(units: depot.stops), .lastMile, depot.zone)
    default:
      let lane = model.carrier.lanes[departure.service]
      return lane.departures == nil ? .max : scaled(lane.capacity, .lineHaul, lane.service)
    }
  }
}
