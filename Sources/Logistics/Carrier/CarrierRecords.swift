import TraceFormat

/// The records of the carriers.
enum CarrierRecord {
  private static let first = RecordKind.first(of: .carrier)
  static let tendered = first
  static let tenderRefused = first + 1
  static let pickedUp = first + 2
  static let departed = first + 3
  static let hubArrived = first + 4
  static let sorted = first + 5
  static let lineHaul = first + 6
  static let lost = first + 7
  static let arrived = first + 8
  static let atDepot = first + 9
  static let outForDelivery = first + 10
  static let attemptFailed = first + 11
  static let rolled = first + 12
  static let lineHaulDeparted = first + 13
  static let rerouted = first + 14

  static let kinds: [TraceKind] = [
    TraceKind(id: tendered, name: "tendered", fields: parcel + [TraceField(.node, "node", dictionary: "nodes")]),
    TraceKind(
      id: tenderRefused, name: "tenderRefused",
      fields: parcel + [
        TraceField(.aux, "service", dictionary: "services"), TraceField(.node, "node", dictionary: "nodes"),
      ]),
    TraceKind(id: pickedUp, name: "pickedUp", fields: parcel),
    TraceKind(id: departed, name: "pickUpDeparted", fields: load),
    TraceKind(id: hubArrived, name: "arrivedHub", fields: load),
    TraceKind(id: sorted, name: "sorted", fields: parcel),
    TraceKind(id: lineHaulDeparted, name: "lineHaulDeparted", fields: load),
    TraceKind(id: lineHaul, name: "departed", fields: parcel + [TraceField(.value, "transit_us", .microseconds)]),
    TraceKind(id: lost, name: "lost", fields: parcel),
    TraceKind(id: arrived, name: "arrived", fields: parcel),
    TraceKind(id: atDepot, name: "atDepot", fields: parcel),
    TraceKind(id: outForDelivery, name: "outForDelivery", fields: parcel),
    TraceKind(
      id: attemptFailed, name: "attemptFailed", fields: parcel + [TraceField(.aux, "attempt", .count)]),
    TraceKind(id: rolled, name: "rolled", fields: load),
    TraceKind(
      id: rerouted, name: "rerouted", fields: parcel + [TraceField(.aux, "service", dictionary: "services")]),
  ]

  private static let parcel = [TraceField(.entity, "order")]
  private static let load = [
    TraceField(.value, "parcels", .count), TraceField(.aux, "service", dictionary: "services"),
  ]
}
