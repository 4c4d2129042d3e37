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
  ///
  /// The first twenty accounts form a square; each account after them is a shell around what was there, so that no number
  /// changes when an account is added.
  static func pair(_ debit: Account, _ credit: Account) -> UInt32 {
    let (row, column) = (UInt32(debit.rawValue), UInt32(credit.rawValue))
    let shell = max(row, column)
    if shell < square { return row * square + column }
    return shell * shell + (row == shell ? column : shell + 1 + row)
  }

  private static let square: UInt32 = 20

  /// The names of all pairs by their numbers.
  static let pairs: [String] = {
    var names = [String](repeating: "", count: Account.allCases.count * Account.allCases.count)
    for debit in Account.allCases {
      for credit in Account.allCases { names[Int(pair(debit, credit))] = "\(debit.name)>\(credit.name)" }
    }
    return names
  }()

  /// What the entries' numbers mean.
  static let dictionaries = [
    TraceDictionary(name: "account_pairs", values: pairs),
    TraceDictionary(name: "book_currencies", values: ["market", "report"]),
  ]
}
