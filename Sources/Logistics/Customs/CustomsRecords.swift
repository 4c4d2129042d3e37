import TraceFormat

/// The records of customs.
enum CustomsRecord {
  private static let first = RecordKind.first(of: .customs)
  static let preAdviceRejected = first
  static let hold = first + 1
  static let abandoned = first + 2
  static let lodged = first + 3
  static let dutyPaid = first + 4
  static let examStart = first + 5
  static let examEnd = first + 6
  static let released = first + 7
  static let seized = first + 8
  static let transit = first + 9
  static let accountWait = first + 10

  static let kinds: [TraceKind] = [
    TraceKind(id: preAdviceRejected, name: "preAdviceRejected", fields: order),
    TraceKind(id: hold, name: "hold", fields: order + [TraceField(.value, "hold_us", .microseconds)]),
    TraceKind(id: abandoned, name: "abandoned", fields: order),
    TraceKind(
      id: lodged, name: "lodged", fields: order + [TraceField(.aux, "channel", dictionary: "customs_channels")]),
    TraceKind(
      id: dutyPaid, name: "dutyPaid",
      fields: order + [
        TraceField(.value, "due_at_border_minor", .minor), TraceField(.aux, "tax_minor", .minor),
      ]),
    TraceKind(id: examStart, name: "examStart", fields: order),
    TraceKind(id: examEnd, name: "examEnd", fields: order),
    TraceKind(id: released, name: "released", fields: order + [TraceField(.value, "clearance_us", .microseconds)]),
    TraceKind(id: seized, name: "seized", fields: order),
    TraceKind(id: transit, name: "transit", fields: order + [TraceField(.value, "waited_us", .microseconds)]),
    TraceKind(
      id: accountWait, name: "accountWait", fields: order + [TraceField(.value, "due_at_border_minor", .minor)]),
  ]

  private static let order = [TraceField(.entity, "order")]

  static let dictionaries = [
    TraceDictionary(name: "customs_channels", values: CustomsChannel.allCases.map { "\($0)" })
  ]
}
