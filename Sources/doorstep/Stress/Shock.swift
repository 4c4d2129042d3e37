import Kernel
import Logistics
import Scenario

/// Something that happens to a scenario: a disruption, or changes of its values.
struct Shock {
  /// Its name.
  var name: String
  /// What is struck, as `disruptions{}.resources` has it.
  var resources: [String] = []
  /// The factor on the planned capacity while it lasts.
  var capacity = 0.0
  /// How long it lasts.
  var lasts: SimDuration = .days(3)
  /// How long after the peak begins it begins.
  var after: SimDuration = .zero
  /// Changes of values, `path=value`.
  var overrides: [String] = []

  /// The entry of `disruptions:` in YAML; nil when nothing is struck.
  func disruption(at begin: SimTime) -> String? {
    guard !resources.isEmpty else { return nil }
    let names = resources.map { "\"\($0)\"" }.joined(separator: ", ")
    return "{ resources: [\(names)], at: \(begin + after), lasts: \(lasts.microseconds / 1_000_000) s, "
      + "capacity: \(capacity.text), source: assumption }"
  }
}

extension Shock {
  /// The shocks that every scenario has: each provider, border, warehouse, lane, payment and last mile, and twice the demand.
  static func builtIn(_ document: ScenarioDocument) -> [Shock] {
    let root = document.root
    func names(_ path: String) -> [String] { root.items(path).map(\.name) }
    var all = names("providers{}").flatMap { name in
      [
        Shock(name: "provider \(name) out for 3 days", resources: ["providers.\(name)"]),
        Shock(name: "labels of \(name) out for a day", resources: ["providers.\(name).labels"], lasts: .days(1)),
      ]
    }
    all += names("markets{}").flatMap { code in
      [
        Shock(name: "border of \(code) closed for 3 days", resources: ["markets.\(code).customs"]),
        Shock(name: "payments in \(code) out for 4 hours", resources: ["markets.\(code).payments"], lasts: .hours(4)),
        Shock(
          name: "half of the drivers in \(code) for a week", resources: ["markets.\(code).lastMile"], capacity: 0.5,
          lasts: .days(7)),
      ]
    }
    all += names("nodes{}").map {
      Shock(name: "\($0) at half capacity for a week", resources: ["nodes.\($0)"], capacity: 0.5, lasts: .days(7))
    }
    all += names("services{}").map {
      Shock(name: "lane \($0) closed for 3 days", resources: ["services.\($0).lineHaul"])
    }
    let demand = document.parameters.first { $0.path == "scale.demand" }.flatMap { Double($0.value) } ?? 1
    all.append(Shock(name: "twice the demand", overrides: ["scale.demand=\((2 * demand).text)"]))
    return all
  }

  /// Reads the shocks of a file.
  ///
  /// - Throws: `Diagnostics` with all that is wrong.
  static func read(_ path: String) throws -> [Shock] {
    let document = try ScenarioDocument.load(path: path, schema: ScenarioSchema([ShockFields.group]))
    return document.root.items("shocks{}").map { section in
      Shock(
        name: section.name, resources: section[ShockFields.resources], capacity: section[ShockFields.capacity],
        lasts: section[ShockFields.lasts], after: section[ShockFields.after], overrides: section[ShockFields.set])
    }
  }
}

/// The fields of a file of shocks.
enum ShockFields {
  static let resources = Field<[String]>(
    "shocks{}.resources", default: [], since: "0.1", "What is struck, as disruptions name it.")
  static let capacity = Field<Double>(
    "shocks{}.capacity", default: 0, in: 0...100, since: "0.1", "Factor on the planned capacity while it lasts.")
  static let lasts = Field<SimDuration>(
    "shocks{}.lasts", default: .days(3), in: .seconds(1)...(.days(7_305)), since: "0.1", "How long it lasts.")
  static let after = Field<SimDuration>(
    "shocks{}.after", default: .zero, in: .zero...(.days(7_305)), since: "0.1",
    "How long after the peak of demand begins it begins.")
  static let set = Field<[String]>(
    "shocks{}.set", default: [], since: "0.1", "Changes of values, path=value, for all of the run.")
  static let group = FieldGroup(
    "Shocks", "What may happen to a scenario.", sections: [SectionRule("shocks{}", "Shocks by name.")],
    fields: [resources, capacity, lasts, after, set])
}
