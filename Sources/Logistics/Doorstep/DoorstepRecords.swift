import TraceFormat

/// The records of the doorstep and of what comes after.
enum DoorstepRecord {
  private static let first = RecordKind.first(of: .doorstep)
  static let delivered = first
  static let undelivered = first + 1
  static let cancelRequested = first + 2
  static let cancel = first + 3
  static let returnRequested = first + 4
  static let returnReceived = first + 5
  static let graded = first + 6
  static let refund = first + 7
  static let contact = first + 8
  static let contactServed = first + 9
  static let review = first + 10

  static let kinds: [TraceKind] = [
    TraceKind(
      id: delivered, name: "delivered",
      fields: order + [
        TraceField(.value, "click_to_door_us", .microseconds), TraceField(.aux, "service", dictionary: "services"),
        TraceField(.flags, "late"),
      ]),
    TraceKind(
      id: undelivered, name: "undelivered",
      fields: order + [
        TraceField(.aux, "service", dictionary: "services"), TraceField(.flags, "fate", dictionary: "parcel_fates"),
      ]),
    TraceKind(id: cancelRequested, name: "cancelRequested", fields: order),
    TraceKind(id: cancel, name: "cancel", fields: order + [TraceField(.flags, "by", dictionary: "cancelled_by")]),
    TraceKind(id: returnRequested, name: "returnReq", fields: order),
    TraceKind(id: returnReceived, name: "returnRecv", fields: order),
    TraceKind(id: graded, name: "graded", fields: order + [TraceField(.flags, "grade", dictionary: "return_grades")]),
    TraceKind(id: refund, name: "refund", fields: order + [TraceField(.value, "amount_minor", .minor)]),
    TraceKind(id: contact, name: "wismo", fields: order),
    TraceKind(id: contactServed, name: "contactServed", fields: order),
    TraceKind(id: review, name: "review", fields: order + [TraceField(.value, "hundredths_of_stars", .count)]),
  ]

  private static let order = [TraceField(.entity, "order")]

  static let dictionaries = [
    TraceDictionary(name: "parcel_fates", values: ["", "lost", "seized", "refused", "returnedToSender"]),
    TraceDictionary(name: "cancelled_by", values: ["", "customer", "node"]),
    TraceDictionary(name: "return_grades", values: ReturnGrade.allCases.map { "\($0)" }),
  ]
}
