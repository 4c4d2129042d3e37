import Kernel
import Logistics
import Scenario

/// Switches mechanisms of the model on and turns their knobs, by the declarations of the scenario's fields.
///
/// Each group of fields is on or off in a world as a whole, so that combinations vary: mechanisms that hide each other's
/// mistakes when all are on are seen apart. (Groce et al., *Swarm Testing*, ISSTA 2012.)
struct Mechanisms {
  /// One thing that is laid over a world.
  struct Addition: Sendable {
    var path: TreePath
    var value: Written
  }

  private var values: FieldValues
  private var draws: SwarmDraws
  private(set) var additions: [Addition] = []
  /// The world with all additions so far, because later ones may refer to earlier ones.
  private var world: Written
  private let sections: [FieldPath: SectionRule]
  private let start: SimTime
  private let end: SimTime

  init(over world: Written, _ draws: SwarmDraws, values: SwarmDraws, start: SimTime, end: SimTime) {
    self.world = world
    self.draws = draws
    self.start = start
    self.end = end
    self.values = FieldValues(draws: values, world: world, start: start, end: end)
    self.values.hostility = self.draws.pick([0.1, 0.2, 0.2, 0.6])
    let rules = ModelSchema.schema.groups.flatMap(\.sections)
    sections = Dictionary(rules.map { ($0.path, $0) }) { first, _ in first }
    for group in ModelSchema.schema.groups where self.draws.chance(0.35) { turn(group) }
  }

  /// Sections that a world has from its sketch, or that small worlds do without.
  private static let kept = [
    "name", "start", "end", "currency", "seed", "scale", "record", "checkInvariants", "thresholds", "include",
    "demand.recorded", "demand.series", "demand.orders", "demand.bins", "placement.exec", "placement.timeLimit",
    "placement.units", "markets{}.exchangeRate", "markets{}.timeZone", "markets{}.currency", "demand.viewLifecycle",
    "demand.cascade.constant", "disruptions", "customs.regimes", "storefront.tierStep", "hubs{}.rate",
  ].map { FieldPath($0) }

  private static func isKept(_ path: FieldPath) -> Bool {
    kept.contains { $0.isPrefix(of: path) } || path.steps.first == .name("customs")
  }

  private mutating func turn(_ group: FieldGroup) {
    let fields = group.fields.map(\.declaration).filter { !Self.isKept($0.path) }
    for path in openSections(of: fields) where draws.chance(0.6) { open(path, fields) }
    let knobs = fields.filter { !$0.isRequired }
    guard !knobs.isEmpty else { return }
    for _ in 0..<draws.between(1, 5) { turn(draws.pick(knobs)) }
  }

  /// Sections of a group that a world may or may not have: lists, maps that are not the world's bones, optional ones.
  private func openSections(of fields: [FieldDeclaration]) -> [FieldPath] {
    var found: [FieldPath] = []
    for field in fields {
      for count in 1..<max(2, field.path.steps.count) {
        let path = FieldPath(field.path.steps.prefix(count))
        let isList = path.steps.last == .anyElement
        let isMap = path.steps.last == .anyName && count == 2 && world.at(keys(path.steps.dropLast())) == nil
        guard isList || isMap || sections[path]?.isOptional == true, !found.contains(path) else { continue }
        found.append(path)
      }
    }
    return found
  }

  private func keys(_ steps: some Collection<FieldPath.Step>) -> TreePath {
    steps.compactMap { if case .name(let name) = $0 { .key(name) } else { nil } }
  }

  /// Makes an element or two of a section, with what they must have.
  private mutating func open(_ path: FieldPath, _ fields: [FieldDeclaration]) {
    let required = fields.filter { $0.isRequired && path.isPrefix(of: $0.path) && isDirect($0.path, below: path) }
    for _ in 0..<draws.between(1, 2) {
      guard let place = place(of: path) else { return }
      var entry = Written.map([])
      for field in required {
        guard let value = values.value(of: field, at: place) else { return }
        entry = entry.with(value, at: keys(field.path.steps.dropFirst(path.steps.count)))
      }
      guard entry != .map([]) || path.steps.last == .anyName else { return }
      for (name, value) in Self.companions[path.description] ?? [] { entry = entry.with(value, at: [.key(name)]) }
      add(entry, at: place)
      if sections[path]?.isOptional == true { return }
    }
  }

  /// What some choices of a section cannot do without.
  private static let companions: [String: [(String, Written)]] = [
    "rules{}": [("requires", .list([.scalar("paper")])), ("minimumPrice", .scalar("30.00 USD"))]
  ]

  /// Whether a field stands in a section itself, not in a list or map below it.
  private func isDirect(_ path: FieldPath, below section: FieldPath) -> Bool {
    path.steps.dropFirst(section.steps.count).allSatisfy { if case .name = $0 { true } else { false } }
  }

  private mutating func turn(_ field: FieldDeclaration) {
    guard let place = place(of: field.path), let value = values.value(of: field, at: place) else { return }
    add(value, at: place)
  }

  private mutating func add(_ value: Written, at place: TreePath) {
    additions.append(Addition(path: place, value: value))
    world = world.with(value, at: place)
    values.world = world
  }

  /// A place for a path in this world: entries of maps and elements of lists are picked among those there are, and a list or
  /// map at the end of the path gets a new one.
  private mutating func place(of path: FieldPath) -> TreePath? {
    var place: TreePath = []
    for (number, step) in path.steps.enumerated() {
      let isLast = number == path.steps.count - 1
      switch step {
      case .name(let name):
        place.append(.key(name))
        if !isLast, sections[FieldPath(path.steps.prefix(number + 1))]?.isOptional == true, world.at(place) == nil {
          return nil
        }
      case .anyName:
        let names = world.at(place)?.keys ?? []
        guard isLast || !names.isEmpty else { return nil }
        place.append(.key(isLast ? "extra-\(names.count)" : draws.pick(names)))
      case .anyElement:
        let count = world.at(place)?.elementCount ?? 0
        guard isLast || count > 0 else { return nil }
        place.append(.index(isLast ? count : draws.below(count)))
      }
    }
    return place
  }
}
