import TraceFormat

/// The records of the ledger.
enum LedgerRecord {
  private static let first = RecordKind.first(of: .ledger)
  static let entry = first

  static let kinds: [TraceKind] = [
    TraceKind(
      id: entry, name: "ledgerEntry",
      fields: [
        TraceField(.entity, "order"), TraceField(.value, "amount_minor", .minor),
        TraceField(.aux, "accounts", dictionary: "account_pairs"),
        TraceField(.flags, "currency", dictionary: "book_currencies"),
      ])
  ]

  /// The pair of accounts as one number: an index into the dictionary of pairs.
  static func pair(_ debit: Account, _ credit: Account) -> UInt32 {
    UInt32(debit.rawValue) * UInt32(Account.allCases.count) + UInt32(credit.rawValue)
  }

  /// What the entries' numbers mean.
  static let dictionaries = [
    TraceDictionary(
      name: "account_pairs",
      values: Account.allCases.flatMap { debit in Account.allCases.map { "\(debit.name)>\($0.name)" } }),
    TraceDictionary(name: "book_currencies", values: ["market", "report"]),
  ]
}
