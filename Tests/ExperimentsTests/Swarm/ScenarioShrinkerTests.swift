import Kernel
import Scenario
import Testing

@testable import Experiments

@Suite struct ScenarioShrinkerTests {
  @Test("What a failure needs stays, and everything else goes")
  func minimal() {
    let world = SwarmWorld(seed: 5, number: 1).scenario
    let needed: [TreePath] = [[.key("start")], [.key("skus"), .key("alpha"), .key("weight")]]
    var shrinker = ScenarioShrinker { candidate in needed.allSatisfy { candidate.at($0) != nil } }
    let small = shrinker.shrink(world)
    #expect(small.paths(at: 1).count == 2)
    #expect(small.at(needed[1]) != nil && small.weight == 5, "\(small.yaml)")
    #expect(shrinker.attempts < 200)
  }

  @Test("A country goes with its nodes, their services and its prices, and nothing else does")
  func names() throws {
    func entry(_ pairs: [(String, Written)]) -> Written { .entries(pairs) }
    let world = entry([
      ("markets", entry([("DE", entry([])), ("US", entry([]))])),
      ("skus", entry([("tee", entry([("prices", entry([("DE", .scalar("9 EUR")), ("US", .scalar("9 USD"))]))]))])),
      (
        "nodes",
        entry([("leipzig", entry([("country", .scalar("DE"))])), ("dover", entry([("country", .scalar("US"))]))])
      ),
      (
        "services",
        entry([
          ("van", entry([("from", .list([.scalar("leipzig")])), ("to", .list([.scalar("DE")]))])),
          ("air", entry([("from", .list([.scalar("dover")])), ("to", .list([.scalar("US"), .scalar("DE")]))])),
        ])
      ), ("demand", entry([("orders", .list([entry([("market", .scalar("DE"))])]))])),
    ])
    let small = world.without(name: "DE")
    #expect(small.at([TreeStep.key("markets")])?.keys == ["US"])
    #expect(small.at([TreeStep.key("nodes")])?.keys == ["dover"])
    #expect(small.at([TreeStep.key("services")])?.keys == ["air"])
    #expect(small.at([TreeStep.key("services"), .key("air"), .key("to")]) == .list([.scalar("US")]))
    #expect(small.at([TreeStep.key("skus"), .key("tee"), .key("prices")])?.keys == ["US"])
    #expect(world.names == ["DE", "US", "tee", "leipzig", "dover", "van", "air", "orders"])
  }

  @Test("Numbers become round where that changes nothing, and the run ends early")
  func rounder() {
    let world = SwarmWorld(seed: 5, number: 1).scenario
    func hours(_ scenario: Written) -> Double? {
      guard case .scalar(let from)? = scenario.at([TreeStep.key("start")]),
        case .scalar(let until)? = scenario.at([TreeStep.key("end")]), let start = SimTime(iso8601: from),
        let end = SimTime(iso8601: until)
      else { return nil }
      return (end - start).seconds / 3_600
    }
    var shrinker = ScenarioShrinker { candidate in
      candidate.at([TreeStep.key("seed")]) != nil && (hours(candidate) ?? 0) >= 20
    }
    let small = shrinker.shrink(world)
    #expect(small.at([TreeStep.key("seed")]) == .plain("0"))
    #expect((20..<27).contains(hours(small) ?? 0), "three quarters of it would be too short")
  }

  @Test("A failure that does not come back leaves the scenario as it is, after a bounded number of attempts")
  func stubborn() {
    let world = SwarmWorld(seed: 5, number: 2).scenario
    var shrinker = ScenarioShrinker(mostAttempts: 50) { _ in false }
    #expect(shrinker.shrink(world) == world)
    #expect(shrinker.attempts == 50)
  }
}
