import ArgumentParser
import Kernel
import TraceFormat

/// Which records of a trace a command works on.
struct SelectionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Records at or after this instant.", valueName: "instant")) var from: Instant?
  @Option(help: ArgumentHelp("Records before this instant.", valueName: "instant")) var to: Instant?
  @Option(name: .customLong("kind"), help: ArgumentHelp("Records of this kind; may be repeated.", valueName: "name"))
  var kinds: [String] = []
  @Option(
    name: .customLong("region"), help: ArgumentHelp("Records of this region; may be repeated.", valueName: "name"))
  var regions: [String] = []
  @Option(
    name: .customLong("order"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Records of this order; may be repeated.", valueName: "id"))
  var entities: [EntityID] = []

  func validate() throws {
    if let from, let to, to.time <= from.time { throw ValidationError("--to must be after --from.") }
  }

  /// The selection, with names resolved by the trace's header.
  func selection(_ header: TraceHeader) throws -> TraceSelection {
    var selection = TraceSelection()
    selection.from = from.map { $0.time.microseconds - header.epoch }
    selection.to = to.map { $0.time.microseconds - header.epoch }
    if !kinds.isEmpty { selection.kinds = try kinds.map { try kind($0, header) } }
    if !regions.isEmpty { selection.regions = try regions.map { try region($0, header) } }
    if !entities.isEmpty { selection.entities = entities.map(\.number) }
    return selection
  }

  private func kind(_ name: String, _ header: TraceHeader) throws -> UInt16 {
    guard let kind = header.kinds.first(where: { $0.name == name }) else {
      throw Failure(
        .usage, "the trace has no kind \"\(name)\"",
        help: "its kinds are \(header.kinds.map(\.name).joined(separator: ", "))")
    }
    return kind.id
  }

  private func region(_ name: String, _ header: TraceHeader) throws -> UInt16 {
    guard let place = header.regions.firstIndex(of: name) else {
      throw Failure(
        .usage, "the trace has no region \"\(name)\"", help: "its regions are \(header.regions.joined(separator: ", "))"
      )
    }
    return UInt16(place)
  }
}

/// An instant on the command line: `2026-11-27T08:00:00Z`, or a date, which means its midnight in UTC.
struct Instant: ExpressibleByArgument {
  var time: SimTime

  init?(argument: String) {
    guard let time = SimTime(iso8601: argument.contains("T") ? argument : argument + "T00:00:00Z") else { return nil }
    self.time = time
  }
}

/// The number of an order, a parcel or another entity, decimal or hexadecimal after `0x`.
struct EntityID: ExpressibleByArgument {
  var number: UInt64

  init?(argument: String) {
    let parsed = argument.hasPrefix("0x") ? UInt64(argument.dropFirst(2), radix: 16) : UInt64(argument)
    guard let parsed else { return nil }
    number = parsed
  }
}
