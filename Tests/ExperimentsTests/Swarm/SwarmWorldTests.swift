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

  @Test("Together the worlds turn knobs in nearly all departments, each world only some")
  func reach() {
    func groups(_ world: SwarmWorld) -> Set<String> {
      let written = Set(world.scenario.paths.map(\.description))
      return Set(
        ModelSchema.schema.groups.filter { group in
          group.fields.contains { written.contains($0.declaration.path.description) }
        }.map(\.name))
    }
    let each = Self.worlds.map { groups($0) }
    let all = each.reduce(into: Set<String>()) { $0.formUnion($1) }
    let names = ModelSchema.schema.groups.map(\.name)
    // Not drawn on purpose: what a run records, its gates, history from files, and the law of customs.
    let missing = names.filter { !all.contains($0) }
    #expect(missing.count <= 6, "\(missing)")
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
