import Kernel

/// Where a logistics provider stands with the platform.
public enum ProviderStatus: String, CaseIterable, Sendable {
  /// Not checked, or failed the due diligence: gets no parcels.
  case candidate
  /// On trial with a small share of the parcels.
  case pilot
  /// Gets as many as its terms allow.
  case approved
  /// Still in use, and watched.
  case probation
  /// Taken off the list: gets no parcels.
  case removed

  /// Whether parcels may be tendered.
  public var isOnWhiteList: Bool { self == .pilot || self == .approved || self == .probation }
  /// The place among the cases: the number in traces.
  var code: UInt8 { UInt8(truncatingIfNeeded: Self.allCases.firstIndex(of: self) ?? 0) }
}

/// What one region has seen of a provider.
struct ProviderCounters: BitwiseCopyable, Sendable {
  /// Parcels offered to it here, each counted once: tendered = accepted + waiting + passed on.
  var tendered: Int64 = 0
  var accepted: Int64 = 0
  /// Refused so far, and to be offered again.
  var waiting: Int64 = 0
  /// Accepted above the allocation, for more money.
  var surcharged: Int64 = 0
  /// Refused when first offered.
  var refused: Int64 = 0
  /// Refused once, and then given to another provider.
  var passedOn: Int64 = 0
  /// Accepted though the provider was not on the white list: always zero unless the simulator is wrong.
  var offList: Int64 = 0
  /// Parcels of orders of this region's market that ended in its hands.
  var delivered: Int64 = 0
  var onTime: Int64 = 0
  /// Delivered damaged, and delivered on time and undamaged: what scorecards count.
  var damaged: Int64 = 0
  var good: Int64 = 0
  var lost: Int64 = 0
  var seized: Int64 = 0
  /// Refused at the door, returned to sender, or given up at the border.
  var returned: Int64 = 0
  /// What it is owed for carriage, minor units of the report currency.
  var paid: Int64 = 0

  /// Parcels that have left the network.
  var ended: Int64 { delivered + lost + seized + returned }
}

/// The region's view of the providers: their standing, their daily allocation, and what became of their parcels.
///
/// A region knows its own tenders and its own customers' parcels. Sums over regions are the provider's whole account.
final class ProviderDesk {
  /// By provider.
  private(set) var counters: [ProviderCounters]
  private(set) var statuses: [ProviderStatus]
  private(set) var allocations: [DailyAllocation?]
  /// What orders hold of the allocations here and elsewhere; see ``makeSlots(_:_:for:)``.
  var slots: [SlotDays?]
  let region: RegionID
  /// Orders given to each provider and not given back before the tender: this market's, and what its nodes ship abroad.
  var booked: [Int64]
  var bookedByAll: Int64 = 0
  private let pilotShare: Double
  private let tiers: [[ProviderTerms.Tier]]
  /// The provider of each service.
  private let providers: [UInt16]
  private let timeZone: TimeZoneRules

  /// Makes the desk of a region; the allocation's days are those of its time zone.
  init(_ plan: ProvidersPlan, _ network: Network, _ disturbances: Disturbances, for region: RegionID) {
    self.region = region
    let timeZone = plan.timeZones[Int(region.rawValue)]
    slots = Self.makeSlots(plan, network, for: region) { provider, place in
      plan.slots(provider, in: place, network, disturbances)
    }
    counters = .init(repeating: ProviderCounters(), count: plan.providers.count)
    statuses = plan.providers.map(\.status)
    allocations = plan.providers.indices.map { provider in
      plan.limit(provider, in: Int(region.rawValue), network, disturbances[.provider, provider]).map {
        DailyAllocation($0, overflow: plan.providers[provider].overflow, zone: timeZone)
      }
    }
    booked = .init(repeating: 0, count: plan.providers.count)
    pilotShare = plan.pilotShare
    tiers = plan.providers.map(\.tiers)
    providers = plan.ofService
    self.timeZone = timeZone
  }

  /// Whether a provider may get another order: it is on the white list, and a pilot stays below its share of the orders
  /// that were given to anybody.
  func mayTender(_ provider: Int) -> Bool {
    switch statuses[provider] {
    case .approved, .probation: true
    case .pilot: Double(booked[provider] + 1) <= pilotShare * Double(bookedByAll + 20)
    case .candidate, .removed: false
    }
  }

  /// Offers a parcel to a provider; time does not go back between calls.
  ///
  /// A provider that may get no parcel today refuses until the next local midnight.
  ///
  /// - Parameters:
  ///   - day: The day whose slot the parcel held until now.
  ///   - isAgain: Whether it has refused the parcel before.
  func tender(
    _ provider: Int, bookedFor day: UInt16 = SlotDays.none, isAgain: Bool = false, at now: SimTime
  ) -> DailyAllocation.Answer {
    if !isAgain { counters[provider].tendered += 1 }
    let answer =
      statuses[provider].isOnWhiteList
      ? offer(provider, bookedFor: day, at: now) : .refused(until: timeZone.nextMidnight(after: now))
    if case .refused = answer {
      if !isAgain {
        counters[provider].refused += 1
        counters[provider].waiting += 1
      }
    } else {
      if isAgain { counters[provider].waiting -= 1 }
      counters[provider].accepted += 1
      if answer == .acceptedAtSurcharge { counters[provider].surcharged += 1 }
      if !statuses[provider].isOnWhiteList { counters[provider].offList += 1 }
    }
    return answer
  }

  private func offer(_ provider: Int, bookedFor day: UInt16, at now: SimTime) -> DailyAllocation.Answer {
    guard let overflow = allocations[provider]?.overflow else { return .accepted }
    guard let begins = dayToWaitFor(provider, bookedFor: day, at: now) else {
      return allocations[provider]!.tender(at: now)
    }
    if overflow == .delay { return allocations[provider]!.tender(at: now, from: timeZone.date(at: begins)) }
    return .refused(until: timeZone.nextMidnight(after: now))
  }

  /// Counts a parcel that a provider refused and that another provider gets.
  func notePassedOn(_ provider: Int) {
    counters[provider].waiting -= 1
    counters[provider].passedOn += 1
  }

  /// The discount on the next parcel's carriage: what the parcels taken here so far have earned.
  func discount(_ provider: Int) -> Double {
    tiers[provider].last { $0.above < counters[provider].accepted }?.discount ?? 0
  }

  /// Counts a parcel at its customer's door.
  func noteDelivered(_ provider: Int, isOnTime: Bool, isDamaged: Bool = false) {
    counters[provider].delivered += 1
    if isOnTime { counters[provider].onTime += 1 }
    if isDamaged { counters[provider].damaged += 1 }
    if isOnTime, !isDamaged { counters[provider].good += 1 }
  }

  /// Counts a parcel that left the network otherwise.
  func noteEnd(_ provider: Int, _ fate: ParcelFate) {
    switch fate {
    case .lost: counters[provider].lost += 1
    case .seized: counters[provider].seized += 1
    case .refused, .returnedToSender: counters[provider].returned += 1
    }
  }

  /// Counts what the provider of a service is owed for a parcel, minor units of the report currency.
  func notePaid(service: UInt16, _ amount: Int64) { counters[Int(providers[Int(service)])].paid += amount }

  /// Moves a provider to another standing.
  func setStatus(_ provider: Int, _ status: ProviderStatus) { statuses[provider] = status }
}

extension ProviderDesk {
  /// Takes over counts, standings and slots; a standing that the scenario changes is the new one.
  func inherit(_ old: ProviderDesk, _ plan: ProvidersPlan, before: ProvidersPlan) {
    counters = old.counters
    for provider in statuses.indices where plan.providers[provider].status == before.providers[provider].status {
      statuses[provider] = old.statuses[provider]
    }
    for provider in allocations.indices {
      if let used = old.allocations[provider] { allocations[provider]?.inherit(used) }
    }
    for book in slots.indices { if let held = old.slots[book] { slots[book]?.inherit(held) } }
    booked = old.booked
    bookedByAll = old.bookedByAll
  }
}
