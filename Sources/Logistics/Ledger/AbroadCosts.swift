import Kernel

/// What a region paid for parcels of other regions' customers, by home region, in minor units of the report currency.
///
/// A book stands where money is owed; who the customer was is known here, so that a country's statement holds the whole way of its
/// orders.
struct AbroadCosts: Sendable {
  /// What is paid where a parcel starts.
  static let accounts: [Account] = [.costOfGoods, .fulfilment, .carriage]
  private var amounts: [Int64]

  init(regions: Int) { amounts = .init(repeating: 0, count: regions * Self.accounts.count) }

  /// Adds what the movements of a parcel cost.
  mutating func add(_ entries: LedgerEntries, home: RegionID) {
    let base = Int(home.rawValue) * Self.accounts.count
    for place in 0..<entries.count {
      switch entries[place].debit {
      case .costOfGoods: amounts[base] += entries[place].amount
      case .fulfilment: amounts[base + 1] += entries[place].amount
      case .carriage: amounts[base + 2] += entries[place].amount
      default: continue
      }
    }
  }

  /// What was paid for a region's parcels, in the order of ``accounts``.
  func costs(of home: Int) -> ArraySlice<Int64> {
    let base = home * Self.accounts.count
    return amounts[base..<(base + Self.accounts.count)]
  }
}
