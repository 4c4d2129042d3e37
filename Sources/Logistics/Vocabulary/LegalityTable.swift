import Kernel

/// What the law says about selling something somewhere, from free to forbidden: the worst of all rules counts.
enum LegalLevel: UInt8, Comparable, Sendable {
  /// No rule speaks.
  case allowed
  /// Rules speak, and what they ask for is there.
  case conditional
  /// A document, a licence, a label or the minimum price is missing.
  case restricted
  /// Not at all.
  case prohibited

  static func < (a: LegalLevel, b: LegalLevel) -> Bool { a.rawValue < b.rawValue }
}

/// A verdict on one SKU in one market on one way there.
struct LegalVerdict: Hashable, Sendable, BitwiseCopyable {
  var level = LegalLevel.allowed
  var conditions: LegalConditions = []
  /// Index into ``LegalityTable/proofs``.
  var proof: UInt32 = 0

  /// Whether it may be sold.
  var maySell: Bool { level < .restricted }
}

/// What a permitted sale has to heed.
struct LegalConditions: OptionSet, Hashable, Sendable, BitwiseCopyable {
  var rawValue: UInt8
  /// Not by air.
  static let noAir = LegalConditions(rawValue: 1)
  /// The customer's age is checked.
  static let ageCheck = LegalConditions(rawValue: 2)
  /// The relief from import tax does not apply.
  static let noTaxRelief = LegalConditions(rawValue: 4)
}

/// Why a verdict is what it is.
struct LegalProof: Hashable, Sendable {
  /// Names of the rules that apply.
  var rules: [String] = []
  /// Documents, licences and labels that are missing.
  var missing: [String] = []
  /// What getting them costs, minor units of the report currency, and how many days it takes; nil when nothing helps.
  var remedyCost: Int64? = 0
  var remedyDays: Int? = 0
}

/// Verdicts by SKU, market and way over time, computed before the run: a look-up is a search among few change points.
struct LegalityTable: Sendable {
  /// A verdict and the first instant it holds.
  struct Entry: Hashable, Sendable, BitwiseCopyable {
    var from: SimTime
    var verdict: LegalVerdict
  }

  private let markets: Int
  private let entries: [Entry]
  /// First entry of each (SKU, market, way), and the end.
  private let firsts: [UInt32]
  /// What the verdicts rest on; the first is empty.
  let proofs: [LegalProof]

  /// Everything allowed everywhere.
  static func open(skus: Int, markets: Int) -> LegalityTable {
    let lists = [[Entry]](
      repeating: [Entry(from: SimTime(microseconds: .min), verdict: LegalVerdict())], count: skus * markets * 2)
    return LegalityTable(markets: markets, lists: lists, proofs: [LegalProof()])
  }

  /// A table from the change points of each (SKU, market, way) in this order; the first of each begins before the run.
  init(markets: Int, lists: [[Entry]], proofs: [LegalProof]) {
    self.markets = markets
    self.proofs = proofs
    entries = lists.flatMap(\.self)
    var firsts: [UInt32] = [0]
    for list in lists { firsts.append(firsts[firsts.count - 1] + UInt32(list.count)) }
    self.firsts = firsts
  }

  /// The verdict on one way: goods already in the country, or across the border.
  func verdict(_ sku: UInt16, market: Int, crossBorder: Bool, at time: SimTime) -> LegalVerdict {
    let list = (Int(sku) * markets + market) * 2 + (crossBorder ? 1 : 0)
    var place = Int(firsts[list + 1]) - 1
    while place > Int(firsts[list]), entries[place].from > time { place -= 1 }
    return entries[place].verdict
  }

  /// The better of the verdicts on both ways: whether an offer may be shown at all.
  func verdict(_ sku: UInt16, market: Int, at time: SimTime) -> LegalVerdict {
    let home = verdict(sku, market: market, crossBorder: false, at: time)
    let abroad = verdict(sku, market: market, crossBorder: true, at: time)
    return abroad.level < home.level ? abroad : home
  }

  /// The change points of one (SKU, market, way).
  func changes(_ sku: UInt16, market: Int, crossBorder: Bool) -> [Entry] {
    let list = (Int(sku) * markets + market) * 2 + (crossBorder ? 1 : 0)
    return Array(entries[Int(firsts[list])..<Int(firsts[list + 1])])
  }

  /// Instants within a span at which something changes in a market, ascending.
  func changeTimes(market: Int, skus: Int, after start: SimTime, before end: SimTime) -> [SimTime] {
    var times: [SimTime] = []
    for sku in 0..<skus {
      for isAbroad in [false, true] {
        times += changes(UInt16(sku), market: market, crossBorder: isAbroad).map(\.from)
      }
    }
    times.sort()
    var distinct: [SimTime] = []
    for time in times where time > start && time < end && distinct.last != time { distinct.append(time) }
    return distinct
  }
}
