import Kernel
import Scenario

/// Breaks things in a random world: closures, outages, strikes, lost capacity, stop-sales.
struct Faults {
  private var draws: SwarmDraws
  private let world: Written
  private let start: SimTime
  private let end: SimTime
  private(set) var additions: [Mechanisms.Addition] = []

  init(over world: Written, _ draws: SwarmDraws, start: SimTime, end: SimTime) {
    self.draws = draws
    self.world = world
    self.start = start
    self.end = end
    if self.draws.chance(0.6) {
      for number in 0..<self.draws.between(1, 4) { strike(number) }
    }
    if self.draws.chance(0.4) { stopSale() }
    if self.draws.chance(0.2) { recall() }
  }

  private mutating func instant() -> Written {
    let minutes = Int((end - start).microseconds / 60_000_000)
    return .scalar("\(start + .minutes(Int64(draws.below(minutes))))")
  }

  private func names(_ section: String) -> [String] { world.at([.key(section)])?.keys ?? [] }

  private mutating func strike(_ number: Int) {
    let resource = self.resource()
    var fields: [(String, Written)] = [
      ("resources", .list([.scalar(resource)])), ("at", instant()), ("lasts", .scalar("\(draws.between(2, 90)) h")),
      ("capacity", .plain(draws.pick(["0", "0", "0.25", "0.5"]))),
    ]
    if draws.chance(0.5) {
      let isLineHaul = resource.hasSuffix(".lineHaul")
      fields.append(("inFlight", .scalar(draws.pick(isLineHaul ? ["reroute", "destroy"] : ["hold", "reroute"]))))
    }
    if draws.chance(0.3) { fields.append(("notice", .scalar("\(draws.between(1, 60)) h"))) }
    if draws.chance(0.3) { fields.append(("delay", .scalar("\(draws.between(1, 50)) h"))) }
    if draws.chance(0.3) { fields.append(("every", .scalar("\(draws.between(10, 100)) h"))) }
    if draws.chance(0.2) { fields.append(("known", .plain("false"))) }
    if draws.chance(0.3) { fields.append(("restore", .entries([("over", .scalar("\(draws.between(1, 40)) h"))]))) }
    additions.append(
      Mechanisms.Addition(path: [.key("disruptions"), .key("trouble-\(number)")], value: .entries(fields)))
  }

  private mutating func resource() -> String {
    let hubs = names("hubs")
    switch draws.below(12) {
    case 0: return "nodes.\(draws.pick(names("nodes")))"
    case 1: return "nodes.\(draws.pick(names("nodes"))).\(draws.pick(["pick", "pack", "receiving"]))"
    case 2: return "services.\(draws.pick(names("services")))"
    case 3: return "services.\(draws.pick(names("services"))).pickUp"
    case 4, 5: return "services.\(draws.pick(names("services"))).lineHaul"
    case 6 where !hubs.isEmpty: return "hubs.\(draws.pick(hubs))"
    case 7: return "providers.\(draws.pick(names("providers")))"
    case 8: return "providers.\(draws.pick(names("providers"))).labels"
    default:
      return "markets.\(draws.pick(names("markets"))).\(draws.pick(["lastMile", "customs", "payments", "servers"]))"
    }
  }

  private mutating func stopSale() {
    var fields: [(String, Written)] = [
      ("effect", .scalar("prohibit")), ("citation", .scalar("assumption")),
      ("markets", .list([.scalar(draws.pick(names("markets")))])), ("from", instant()),
      ("way", .scalar(draws.pick(["any", "any", "domestic", "crossBorder"]))),
    ]
    if draws.chance(0.5) { fields.append(("categories", .list([.scalar(draws.pick(["a", "b"]))]))) }
    additions.append(Mechanisms.Addition(path: [.key("rules"), .key("stop-sale")], value: .entries(fields)))
  }

  private mutating func recall() {
    let fields: [(String, Written)] = [("sku", .scalar(draws.pick(names("skus")))), ("from", instant())]
    additions.append(Mechanisms.Addition(path: [.key("recalls"), .index(0)], value: .entries(fields)))
  }
}
