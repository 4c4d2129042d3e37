import Kernel
import Scenario
import TraceFormat

/// What of a run goes into the trace.
struct RecordPlan: Sendable {
  var filter: RecordFilter
  /// Microseconds that times are rounded down to.
  var quantum: Int64
  /// Whether there is anything to write at all.
  var isOn: Bool
}

/// The fields of the trace.
enum RecordFields {
  static let kinds = Field<[String]>(
    "record.kinds", default: ["all"], since: "0.1",
    "Kinds of records to keep: all, none, or names such as orderCreated.")
  static let regions = Field<[CountryCode]>(
    "record.countries", default: [], since: "0.1", "Countries whose records are kept; every country when empty.")
  static let from = Field<SimTime?>("record.from", default: nil, since: "0.1", "First instant kept.")
  static let until = Field<SimTime?>("record.until", default: nil, since: "0.1", "First instant no longer kept.")
  static let quantum = Field<SimDuration>(
    "record.quantum", default: .microseconds(1), in: .microseconds(1)...(.seconds(1)), since: "0.1",
    "Times in the trace are rounded down to multiples of this: 1 ms saves about a byte a record.")

  static let group = FieldGroup(
    "Trace", "Which records a run writes when it is asked for a trace.",
    fields: [kinds, regions, from, until, quantum])
}

extension RecordPlan {
  /// The plan of a scenario.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> RecordPlan {
    let root = document.root
    let names = root[RecordFields.kinds]
    let all = TraceKinds.all
    var kinds: [UInt16] = []
    for name in names where name != "none" {
      if name == "all" {
        kinds = all.map(\.id)
      } else if let kind = all.first(where: { $0.name == name }) {
        kinds.append(kind.id)
      } else {
        problems.error(
          at: root[mark: RecordFields.kinds], "\"\(name)\" is no kind of record",
          help: NearestName.find(name, in: all.map(\.name)).map { "did you mean \"\($0)\"?" } ?? "write all or none")
      }
    }
    var regions: [UInt16] = []
    for country in root[RecordFields.regions] {
      guard let region = network.regions.firstIndex(where: { $0.code == country.code }) else {
        problems.error(
          at: root[mark: RecordFields.regions], "country \"\(country.code)\" is not in the scenario",
          help: "its countries are \(network.regions.map(\.code).joined(separator: ", "))")
        continue
      }
      regions.append(UInt16(region))
    }
    if let from = root[RecordFields.from], let until = root[RecordFields.until], until <= from {
      problems.error(
        at: root[mark: RecordFields.until], "until is not after from", help: "write an instant later than \(from)")
    }
    if root[RecordFields.from] ?? network.start >= network.end
      || root[RecordFields.until] ?? network.end <= network.start
    {
      problems.warning(
        at: root[mark: root.isWritten(RecordFields.from) ? RecordFields.from : RecordFields.until],
        "the span that is recorded lies outside the run",
        help: "the run lasts from \(network.start) until \(network.end)")
    }
    let filter = RecordFilter(
      kinds: kinds, regions: regions.isEmpty ? nil : regions,
      from: root[RecordFields.from]?.microseconds ?? .min, until: root[RecordFields.until]?.microseconds ?? .max)
    return RecordPlan(filter: filter, quantum: root[RecordFields.quantum].microseconds, isOn: !kinds.isEmpty)
  }
}
