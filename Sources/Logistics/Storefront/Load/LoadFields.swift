import Kernel
import Scenario

extension WaitingRoomPlan.Order: Choice {}

/// The fields of tiers that call each other, instead of one application tier.
enum TierFields {
  static let name = Field<String>("storefront.tiers[].name", since: "0.1", "What the tier is called in results.")
  static let workers = Field<Int>(
    "storefront.tiers[].workers", in: 1...100_000_000, since: "0.1",
    "Calls that each market's tier works on at once; grows with scale.capacity.")
  static let serviceTime = Field<SimDuration>(
    "storefront.tiers[].serviceTime", default: .milliseconds(80), in: .microseconds(1)...(.minutes(1)), since: "0.1",
    source: "assumption", "Mean time of a call's own work.")
  static let serviceCV = Field<Double>(
    "storefront.tiers[].serviceCV", default: 1.2, in: 0...20, since: "0.1", source: "assumption",
    "Coefficient of variation of that time.")
  static let calls = Field<Double>(
    "storefront.tiers[].calls", default: 1, in: 0...1_000, since: "0.1",
    "Calls to this tier per call of the tier in front; of the first tier, per request that the edge passes on.")
  static let timeout = Field<SimDuration>(
    "storefront.tiers[].timeout", default: .seconds(8), in: .milliseconds(1)...(.hours(1)), since: "0.1",
    source: "assumption", "Time after which a caller gives up a try; its work goes on and costs capacity.")
  static let retries = Field<Int>(
    "storefront.tiers[].retries", default: 3, in: 0...20, since: "0.1", source: "assumption",
    "Tries after the first; those of several tiers multiply.")
  static let backoff = Field<SimDuration>(
    "storefront.tiers[].backoff", default: .milliseconds(200), in: .zero...(.minutes(10)), since: "0.1",
    source: "assumption",
    "Longest wait before the first retry; it doubles with each one, and the wait is uniform below it.")
  static let backoffCap = Field<SimDuration>(
    "storefront.tiers[].backoffCap", default: .seconds(10), in: .zero...(.hours(1)), since: "0.1",
    source: "assumption", "The longest of these waits.")
  static let retryBudget = Field<Double?>(
    "storefront.tiers[].retryBudget", default: nil, in: 0...1, since: "0.1",
    "Most retries per first try, such as 0.1; further failures are not tried again. Without one there is no bound.")
  static let queuePerWorker = Field<Double>(
    "storefront.tiers[].queuePerWorker", default: 4, in: 0...1e9, since: "0.1", source: "assumption",
    "Calls that may wait, per worker; the others are refused at once.")
  static let shedAbove = Field<SimDuration?>(
    "storefront.tiers[].shedAbove", default: nil, in: .zero..., since: "0.1",
    "Calls that would wait longer are refused at once. Without a value only the line's length bounds it.")
  static let dropsExpired = Field<Bool>(
    "storefront.tiers[].dropsExpired", default: false, since: "0.1",
    "Whether calls whose caller has gone are dropped at their turn, because deadlines are passed on.")
  static let holdsWorkers = Field<Bool>(
    "storefront.tiers[].holdsWorkers", default: false, since: "0.1",
    "Whether a worker is taken while its call to the next tier is out.")
  static let breaker = Field<Double?>(
    "storefront.tiers[].breaker", default: nil, in: 0...1, since: "0.1",
    "Share of failed tries, over about 5 s, at which callers stop calling. Without a value there is no breaker.")
  static let breakerOpen = Field<SimDuration>(
    "storefront.tiers[].breakerOpen", default: .seconds(30), in: .milliseconds(100)...(.hours(1)), since: "0.1",
    source: "assumption", "How long they stop before a tenth of the calls probes the tier.")
  static let faultFrom = Field<SimTime>("storefront.tiers[].faults[].from", since: "0.1", "When the fault begins.")
  static let faultLasts = Field<SimDuration>(
    "storefront.tiers[].faults[].lasts", in: .milliseconds(1)...(.days(30)), since: "0.1", "How long it lasts.")
  static let faultCapacity = Field<Double>(
    "storefront.tiers[].faults[].capacity", default: 0, in: 0...1, since: "0.1",
    "Share of the capacity that is left; 0 is an outage.")
  static let scaleTo = Field<Double>(
    "storefront.tiers[].scaleTo", default: 1, in: 1...1_000, since: "0.1",
    "The most workers under load, as a factor: half of the first ones are added at a time. 1 adds none.")
  static let scaleEvery = Field<SimDuration>(
    "storefront.tiers[].scaleEvery", default: .minutes(3), in: .seconds(1)...(.hours(6)), since: "0.1",
    source: "assumption", "How long the load must exceed 70 % until they have come, or stay below 30 % until they go.")
  static let step = Field<SimDuration>(
    "storefront.tierStep", default: .seconds(1), in: .milliseconds(10)...(.minutes(1)), since: "0.1",
    source: "assumption", "Longest step of the tiers under load; an idle bin is one step.")

  static let group = FieldGroup(
    "Tiers", "Servers that call each other, with timeouts, retries and the defences against their storms.",
    sections: [
      SectionRule(
        "storefront.tiers[]",
        "From front to back, for example app, inventory, database. Without entries there is one application tier, and "
          + "refused requests are its only failures.")
    ],
    fields: [
      name, workers, serviceTime, serviceCV, calls, timeout, retries, backoff, backoffCap, retryBudget, queuePerWorker,
      shedAbove, dropsExpired, holdsWorkers, breaker, breakerOpen, faultFrom, faultLasts, faultCapacity, scaleTo,
      scaleEvery, step,
    ])
}

/// The fields of the waiting room.
enum WaitingRoomFields {
  static let rate = Field<Rate>(
    "storefront.waitingRoom.rate", in: Rate.perSecond(1e-6)..., since: "0.1",
    "Visits that each market's shop admits per time; grows with scale.capacity.")
  static let opens = Field<SimTime?>(
    "storefront.waitingRoom.opens", default: nil, since: "0.1",
    "When the first is admitted; who comes before waits for it. Always open when left out.")
  static let until = Field<SimTime?>(
    "storefront.waitingRoom.until", default: nil, since: "0.1", "When everybody is admitted again.")
  static let order = Field<WaitingRoomPlan.Order>(
    "storefront.waitingRoom.order", default: .fifo, since: "0.1",
    "Who is admitted first: `fifo` those who came first, `lottery` anybody of those who came before it opened.")
  static let patience = Field<SimDuration>(
    "storefront.waitingRoom.patience", default: .minutes(20), in: .seconds(1)...(.days(7)), since: "0.1",
    source: "assumption", "Mean time until a visitor leaves who was told of no wait; a long wait told shortens it.")
  static let wastesTurns = Field<Bool>(
    "storefront.waitingRoom.wastesTurns", default: false, since: "0.1",
    "Whether the turn of one who has left passes unused.")

  static let pollEvery = Field<SimDuration?>(
    "storefront.waitingRoom.pollEvery", default: nil, in: .milliseconds(100)...(.hours(1)), since: "0.1",
    "Mean time between two polls of one who waits, which the edge answers like other requests. Without a value the page "
      + "waits quietly.")

  static let group = FieldGroup(
    "Waiting room", "A line in front of the shop that admits no more than the shop can serve.",
    sections: [SectionRule("storefront.waitingRoom", optional: true, "Absent: everybody walks in.")],
    fields: [rate, opens, until, order, patience, wastesTurns, pollEvery])
}

/// The fields of the reservation service and of the payment gateway.
enum ReservationFields {
  static let time = Field<SimDuration>(
    "storefront.reservation.time", default: .zero, in: .zero...(.minutes(1)), since: "0.1",
    "Serial work of one reservation on a shard, such as 1 ms; without it reservations take no time.")
  static let shards = Field<Int>(
    "storefront.reservation.shards", default: 1, in: 1...4_096, since: "0.1", source: "assumption",
    "Shards of a SKU's counter in each market: reservations of one shard wait for each other.")
  static let timeout = Field<SimDuration>(
    "storefront.reservation.timeout", default: .seconds(8), in: .milliseconds(1)...(.hours(1)), since: "0.1",
    source: "assumption", "Longest wait for a reservation; who waits longer is lost, and the work is done all the same."
  )
  static let gateway = Field<Rate?>(
    "payment.gateway.rate", default: nil, in: Rate.perSecond(1e-6)..., since: "0.1",
    "Payments that each market's gateway settles per time, one after the other; grows with scale.capacity. Without a "
      + "value there is no bound.")
  static let gatewayTimeout = Field<SimDuration>(
    "payment.gateway.timeout", default: .seconds(10), in: .milliseconds(1)...(.hours(1)), since: "0.1",
    source: "assumption", "Longest wait for the gateway; who waits longer has failed to pay, and the work is done.")
  static let outageFrom = Field<SimTime>("payment.gateway.outages[].from", since: "0.1", "When the gateway stops.")
  static let outageLasts = Field<SimDuration>(
    "payment.gateway.outages[].lasts", in: .milliseconds(1)...(.days(30)), since: "0.1", "How long it stands still.")

  static let group = FieldGroup(
    "Reservations and gateway", "The serial parts of a checkout: counters of hot SKUs and the payment gateway.",
    fields: [time, shards, timeout, gateway, gatewayTimeout, outageFrom, outageLasts])
}
