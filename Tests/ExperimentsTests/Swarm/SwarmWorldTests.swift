import Logistics
import Scenario
import Testing

@testable import Experiments

@Suite struct SwarmWorldTests {
  private static let worlds = (0..<10).map { SwarmWorld(seed: 11, number: $0) }

  @Test("A seed and a number give one world, whatever was made before")
  func reproducible() {
    let third = SwarmWorld(seed: 7, number: 3)
    _ = SwarmWorld(seed: 7, number: 2)
    #expect(SwarmWorld(seed: 7, number: 3).text == third.text)
    #expect(SwarmWorld(seed: 7, number: 4).text != third.text)
    #expect(SwarmWorld(seed: 8, number: 3).text != third.text)
  }

  @Test("The model accepts every world, and most of what was drawn for it")
  func accepted() throws {
    let worlds = Self.worlds
    for world in worlds {
      #expect(throws: Never.self) {
        try Model.build(ScenarioDocument.parse(world.text, schema: ModelSchema.schema))
      }
    }
    let parts = worlds.reduce(0) { $0 + $1.parts }
    let leftOut = worlds.reduce(0) { $0 + $1.leftOut }
    #expect(parts > 200)
    #expect(Double(leftOut) < 0.1 * Double(parts), "\(leftOut) of \(parts)")
  }

  @Test("Together the worlds turn knobs in all departments, each world only in some")
  func reach() {
    func groups(_ number: Int) -> Set<String> {
      let (bones, additions) = SwarmWorld.draw(seed: 11, number: number)
      let scenario = additions.reduce(bones) { $0.with($1.value, at: $1.path) }
      let written = Set(scenario.paths.map(\.description))
      return Set(
        ModelSchema.schema.groups.filter { group in
          group.fields.contains { written.contains($0.declaration.path.description) }
        }.map(\.name))
    }
    let each = (0..<60).map { groups($0) }
    let all = each.reduce(into: Set<String>()) { $0.formUnion($1) }
    // Left out on purpose: what a run records, its gates, history from files, and the law of customs, which is included.
    let missing = ModelSchema.schema.groups.map(\.name).filter { !all.contains($0) }
    #expect(missing == ["Trace", "Recorded series", "Customs law", "Thresholds"])
    #expect(each.allSatisfy { $0.count < all.count })
  }
}

extension Written {
  /// The field paths of all values, with braces and brackets as declarations have them.
  fileprivate var paths: [FieldPath] { collect([], ModelSchema.schema.fields.map { Array($0.path.steps) }) }

  private func collect(_ path: [FieldPath.Step], _ fields: [[FieldPath.Step]]) -> [FieldPath] {
    guard !fields.isEmpty else { return [] }
    if fields.contains(where: { $0.count == path.count }) { return [FieldPath(path)] }
    switch self {
    case .map(let pairs):
      return pairs.flatMap { pair -> [FieldPath] in
        let named = fields.filter { $0.count > path.count && $0[path.count] == .name(pair.key) }
        let step: FieldPath.Step = named.isEmpty ? .anyName : .name(pair.key)
        let below = fields.filter { $0.count > path.count && $0[path.count] == step }
        return pair.value.collect(path + [step], below)
      }
    case .list(let items):
      let below = fields.filter { $0.count > path.count && $0[path.count] == .anyElement }
      return items.flatMap { $0.collect(path + [.anyElement], below) }
    default: return []
    }
  }
}
