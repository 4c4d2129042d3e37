import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite("Memory follows the orders under way, not the orders ever placed")
struct MemoryTests {
  /// The most rows of each table and the most pending events, by region.
  private func marks(_ run: SmallRun) -> [String: Int] {
    var marks: [String: Int] = [:]
    for region in run.regions {
      let code = region.code
      marks["\(code) orders"] = region.state.orders.mostUsed
      marks["\(code) parcels"] = region.state.parcels.mostUsed
      marks["\(code) mail"] = region.state.mail.mostUsed
    }
    return marks
  }

  @Test("twice the horizon leaves the tables' high-water marks within 10 %")
  func tables() throws {
    let short = try SmallRun(SteadyWorld.yaml(days: 20))
    let long = try SmallRun(SteadyWorld.yaml(days: 40))
    #expect(long.result.orders.placed > short.result.orders.placed * 19 / 10)
    let (few, many) = (marks(short), marks(long))
    for (name, rows) in few { #expect(many[name]! <= max(rows * 11 / 10, rows + 5), "\(name)") }
    #expect(few["DE orders"]! < short.result.orders.placed / 2)
  }

  @Test("no collection of any department has more elements at the end of a run than in its middle, but hourly counts")
  func collections() throws {
    let model = try Model.build(
      ScenarioDocument.parse(SteadyWorld.yaml(days: 36), name: "steady.yaml", schema: ModelSchema.schema))
    func census(until share: Double) -> [String: Int] {
      let simulation = Simulation(model)
      let length = Double((model.network.end - model.network.start).microseconds)
      let result = simulation.run { progress in
        Double((progress.simulated - model.network.start).microseconds) < share * length
      }
      #expect(result.orders.placed > 1_000)
      var census = Census()
      for (number, region) in simulation.regions.enumerated() { census.visit(region, "region \(number)") }
      return census.sizes
    }
    let (middle, end) = (census(until: 0.45), census(until: 1))
    #expect(middle.count > 50)
    for (path, size) in end where !path.hasSuffix("ByHour") {
      let before = middle[path] ?? 0
      #expect(size <= max(before + 8, before * 3 / 2), "\(path) grew from \(before) to \(size)")
    }
  }
}

/// Counts the elements of all collections that can be reached from an object through stored properties.
private struct Census {
  private(set) var sizes: [String: Int] = [:]

  mutating func visit(_ value: Any, _ path: String, depth: Int = 0) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .collection, .dictionary, .set:
      sizes[path, default: 0] += mirror.children.count
      guard depth < 8 else { return }
      for child in mirror.children.prefix(20) { visit(child.value, path + "[]", depth: depth + 1) }
    case .struct, .class, .tuple, .optional, .enum:
      guard depth < 8, !(value is Model), !(value is RegionState) || depth <= 1 else { return }
      for child in mirror.children { visit(child.value, path + "." + (child.label ?? ""), depth: depth + 1) }
      var parent = mirror.superclassMirror
      while let above = parent {
        for child in above.children { visit(child.value, path + "." + (child.label ?? ""), depth: depth + 1) }
        parent = above.superclassMirror
      }
    default: break
    }
  }
}
