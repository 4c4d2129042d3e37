import Kernel
import Scenario

/// What a fork makes of a change of a field.
enum ForkRule: Equatable {
  /// It holds from the fork on, for whatever is decided or begins then.
  case live
  /// Units that have not arrived at the fork are placed anew.
  case placement
  /// Entries that begin at the fork or later may be changed, added and removed; the text names the field of the beginning.
  case begins(String)
  /// Entries may be changed as long as they have not ended; the text names the field of the end.
  case ends(String)
  /// It cannot be changed: the words say what to do instead.
  case fixed(String)

  /// The rule of a field or of its section: the longest path that the field begins with counts.
  static func rule(for path: FieldPath) -> ForkRule? {
    let found = table.filter { $0.path.isPrefix(of: path) }
    return found.max { $0.path.steps.count < $1.path.steps.count }?.rule
  }

  private static let another = "run the changed scenario from its start"
  private static let drawn = "it is drawn when a run begins: \(another)"
  private static let given = "given orders belong to the run: \(another)"
  private static let network = "the network stays as it is: \(another)"

  /// By path; a path without an entry of its own has that of its section.
  static let table: [(path: FieldPath, rule: ForkRule)] = written.map { (FieldPath($0.0), $0.1) }

  private static let written: [(String, ForkRule)] = [
    ("name", .fixed(another)), ("start", .fixed(another)), ("end", .fixed(another)), ("currency", .fixed(another)),
    ("seed", .fixed("a fork has the random numbers of its run: \(another)")), ("messageDelay", .fixed(another)),
    ("checkInvariants", .fixed("it does not change results: leave it")),
    ("record", .fixed("choose records of a trace with `doorstep trace cut`")),
    ("scale.all", .placement), ("scale.demand", .live), ("scale.stock", .placement), ("scale.capacity", .live),
    ("markets{}", .live), ("markets{}.timeZone", .fixed(network)), ("markets{}.currency", .fixed(network)),
    ("markets{}.exchangeRate", .fixed("rates are locked for the run: \(another)")),
    ("markets{}.zones{}.timeZone", .fixed(network)), ("markets{}.customs.shocks[]", .begins("from")),
    ("skus{}", .live), ("skus{}.unitCost", .fixed("stock is in the books at this cost: \(another)")),
    ("nodes{}", .live), ("nodes{}.country", .fixed(network)), ("nodes{}.timeZone", .fixed(network)),
    ("nodes{}.zone", .fixed(network)), ("nodes{}.holdsStock", .fixed(network)), ("nodes{}.bonded", .fixed(network)),
    ("nodes{}.process", .fixed(network)),
    ("nodes{}.stock", .placement), ("nodes{}.forward", .placement), ("nodes{}.opening", .placement),
    ("nodes{}.capacity", .placement), ("nodes{}.placed", .placement),
    ("services{}", .live), ("services{}.provider", .fixed(network)), ("services{}.from", .fixed(network)),
    ("services{}.to", .fixed(network)), ("services{}.hub", .fixed(network)),
    ("services{}.surcharges[]", .ends("until")),
    ("hubs{}", .live), ("hubs{}.country", .fixed(network)), ("hubs{}.timeZone", .fixed(network)),
    ("demand.noise", .fixed(drawn)), ("demand.overdispersion", .live), ("demand.bins", .live),
    ("demand.viewLifecycle[]", .live), ("demand.geographyConcentration", .fixed(drawn)),
    ("demand.cascade", .live), ("demand.cascade.plateau", .fixed(drawn)), ("demand.cascade.exponent", .fixed(drawn)),
    ("demand.cascade.constant", .fixed(drawn)), ("demand.cascade.terms", .fixed(drawn)),
    ("demand.cascade.kernel", .fixed(drawn)), ("demand.cascade.offset", .fixed(drawn)),
    ("demand.cascade.mixture[]", .fixed(drawn)),
    ("demand.orders[]", .fixed(given)), ("demand.recorded", .fixed(given)), ("demand.series[]", .fixed(given)),
    ("creators{}", .live), ("posts[]", .begins("at")), ("drops[]", .begins("at")), ("liveSessions[]", .begins("start")),
    ("ads[]", .ends("until")), ("broadcasts[]", .begins("at")), ("pushes[]", .begins("at")),
    ("storefront", .live), ("payment", .live), ("rules{}", .live), ("documents[]", .live), ("trust", .live),
    ("inventory", .live), ("placement", .placement), ("suppliers{}", .live), ("replenishment[]", .live),
    ("replenishment[].node", .fixed(network)), ("replenishment[].sku", .fixed(network)),
    ("replenishment[].supplier", .fixed(network)),
    ("replenishment[].backorders", .fixed("orders wait for these units: \(another)")),
    ("transfers", .live), ("recalls[]", .begins("from")), ("fulfilment", .live), ("promise", .live),
    ("customs", .live), ("doorstep", .live), ("returns", .live), ("fees", .live),
    ("fees.holdingPerYear", .fixed("it is booked once, for the whole run: \(another)")),
    ("providers{}", .live), ("scorecards", .live), ("thresholds", .live), ("disruptions{}", .live),
  ]
}

/// A value of a resolved scenario that a fork changes.
struct ForkChange {
  /// The path with names, and the field's.
  var path: String
  var field: FieldPath
  /// The value as it was and as it is to be; nil where there is none.
  var before: String?
  var after: String?

  /// All changes between two scenarios, in the order of the schema.
  static func all(from old: ScenarioDocument, to new: ScenarioDocument) -> [ForkChange] {
    let (before, after) = (old.parameters, new.parameters)
    let had = Dictionary(before.map { ($0.path, $0.value) }) { first, _ in first }
    let has = Dictionary(after.map { ($0.path, $0.value) }) { first, _ in first }
    let removed = before.filter { has[$0.path] == nil }
    return (after + removed).compactMap { parameter in
      let (a, b) = (had[parameter.path], has[parameter.path])
      return a == b ? nil : ForkChange(path: parameter.path, field: parameter.field, before: a, after: b)
    }
  }
}
