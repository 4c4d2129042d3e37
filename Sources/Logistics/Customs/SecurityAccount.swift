import Kernel

/// A sum of money that stands for what several entries owe at once: a deferment account, or a guarantee for goods in transit.
///
/// A parcel takes its part and is covered; one that finds too little left waits, first come first served. A parcel that owes more
/// than the whole sum is covered alone, as by a cash deposit.
struct SecurityAccount: Sendable {
  /// The sum, in minor units of the market's currency.
  let limit: Int64
  /// What is taken.
  private(set) var used: Int64 = 0
  /// By row: what a covered parcel has taken since the account was last paid.
  private var parts: [Int64] = []
  /// Who waits, the first in front, with what he needs.
  private var line: [(row: UInt32, amount: Int64)] = []
  private var head = 0

  init(limit: Int64) { self.limit = limit }

  /// How many wait.
  var waiting: Int { line.count - head }

  /// Takes a part for a parcel; false when it has to wait.
  mutating func take(_ amount: Int64, for row: UInt32) -> Bool {
    if amount == 0 { return true }
    if waiting == 0, hasRoom(for: amount) {
      use(amount, for: row)
      return true
    }
    line.append((row, amount))
    return false
  }

  /// Gives a parcel's part back; nothing where it has none.
  mutating func free(_ row: UInt32) {
    guard Int(row) < parts.count else { return }
    used -= parts[Int(row)]
    parts[Int(row)] = 0
  }

  /// Gives all parts back.
  mutating func pay() {
    used = 0
    for row in parts.indices { parts[row] = 0 }
  }

  /// The first who waits, if he is covered now.
  mutating func next() -> UInt32? {
    guard waiting > 0, hasRoom(for: line[head].amount) else { return nil }
    let (row, amount) = line[head]
    use(amount, for: row)
    head += 1
    if head > 64, 2 * head > line.count {
      line.removeFirst(head)
      head = 0
    }
    return row
  }

  /// Whether the parts add up to what is taken, and that is within the sum or one parcel's.
  var isBalanced: Bool { parts.reduce(0, +) == used && (used <= limit || parts.count { $0 > 0 } == 1) }

  /// The same parts and line with another sum.
  func with(limit: Int64) -> SecurityAccount {
    var account = SecurityAccount(limit: limit)
    (account.used, account.parts, account.line, account.head) = (used, parts, line, head)
    return account
  }

  private func hasRoom(for amount: Int64) -> Bool { used == 0 || amount <= limit - used }

  private mutating func use(_ amount: Int64, for row: UInt32) {
    used += amount
    if Int(row) >= parts.count { parts += Array(repeating: 0, count: Int(row) + 1 - parts.count) }
    parts[Int(row)] += amount
  }
}

/// The sums that stand at one market's border, and the way of goods under guarantee.
struct BorderSecurities: Sendable {
  /// The seller's account from which duty is paid later; nil when any sum is.
  var deferment: Int64?
  /// How often what the account owes is paid.
  var paidEvery: SimDuration
  /// The guarantee for goods in transit; nil when it covers everything.
  var guarantee: Int64?
  /// From the border to the inland customs office.
  var transit: DurationSampler
}
