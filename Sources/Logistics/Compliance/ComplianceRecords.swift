import TraceFormat

/// The records of compliance.
enum ComplianceRecord {
  private static let first = RecordKind.first(of: .compliance)
  static let ruleChange = first
  static let fraudHold = first + 1
  static let fraudRelease = first + 2
  static let fraudReject = first + 3
  static let chargeback = first + 4
  static let excessiveDisputes = first + 5

  static let kinds: [TraceKind] = [
    TraceKind(id: ruleChange, name: "ruleChange", fields: [TraceField(.value, "skus_on_sale", .count)]),
    TraceKind(id: fraudHold, name: "fraudHold", fields: [TraceField(.entity, "order")]),
    TraceKind(
      id: fraudRelease, name: "fraudRelease",
      fields: [TraceField(.entity, "order"), TraceField(.value, "since_payment_us", .microseconds)]),
    TraceKind(
      id: fraudReject, name: "fraudReject",
      fields: [TraceField(.entity, "order"), TraceField(.flags, "was_fraudulent")]),
    TraceKind(
      id: chargeback, name: "chargeback",
      fields: [
        TraceField(.entity, "order"), TraceField(.value, "amount_minor", .minor), TraceField(.flags, "was_fraudulent"),
      ]),
    TraceKind(id: excessiveDisputes, name: "excessiveDisputes", fields: [TraceField(.value, "events", .count)]),
  ]
}
