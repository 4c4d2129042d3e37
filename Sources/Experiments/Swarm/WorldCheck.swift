import Foundation
import Kernel
@_spi(Testing) public import Logistics
import Scenario
import TraceFormat

/// What one world came to.
public struct WorldReport: Codable, Sendable, Equatable {
  /// How a world can fail.
  public enum Trouble: String, Codable, Sendable {
    /// The process died.
    case crash
    /// It did not end in time.
    case hang
    /// A conservation law of the model was broken.
    case invariant
    /// The records tell what cannot be.
    case audit
    /// A second run on other threads, of the same scenario in another order, gave something else.
    case notDeterministic
    /// Two replications are the same.
    case notRandom
    /// The scenario was not accepted.
    case refused
  }

  /// A failure of a world.
  public struct Failure: Codable, Sendable, Equatable {
    /// What kind it is.
    public var trouble: Trouble
    /// The law that is broken, in words that stay the same while a scenario is made smaller.
    public var law: String
    /// What was seen.
    public var details: String

    /// A failure.
    public init(_ trouble: Trouble, law: String = "", details: String = "") {
      self.trouble = trouble
      self.law = law
      self.details = details
    }

    /// Whether another failure is of the same kind.
    public func isLike(_ other: Failure) -> Bool { trouble == other.trouble && law == other.law }
  }

  /// The number of the world.
  public var number = 0
  /// How many mechanisms, values and faults were drawn to be laid over its bones.
  public var parts = 0
  /// How many of them were left out because the model refused them.
  public var leftOut = 0
  /// Kernel events executed by the first run.
  public var events = 0
  /// Orders placed in it.
  public var orders = 0
  /// Its fingerprint.
  public var fingerprint = ""
  /// The kinds of records that came up.
  public var kinds: [String] = []
  /// Why it failed; nil when all is well.
  public var failure: Failure?

  /// A report to be filled in.
  public init(number: Int = 0) { self.number = number }
}

/// Runs a world and holds it against everything that must be so.
///
/// 1. The run ends, and the conservation laws hold whenever they are checked.
/// 2. Its trace, read back, passes the audit of records (``Simulation/audit(_:against:)``).
/// 3. The resolved scenario with its names in another order, on other threads, gives the same trace record by record.
/// 4. Another replication gives another run.
public struct WorldCheck: Sendable {
  /// A defect to plant; for tests of the checks themselves.
  @_spi(Testing) public var plantedBug: PlantedBug?
  /// Runs are stopped after so many events, at the end of a window: worlds may turn out larger than meant.
  public var mostEvents = 40_000
  /// Where traces are written for a moment.
  private let folder: String

  /// The names of all kinds of records that a run can have.
  public static var kinds: [String] { Simulation.recordKinds }

  /// A check that writes its traces into a folder, and takes them away again.
  public init(folder: String) { self.folder = folder }

  /// Checks a world.
  public func check(_ world: SwarmWorld) -> WorldReport {
    var report = check(world.text, number: world.number)
    (report.parts, report.leftOut) = (world.parts, world.leftOut)
    return report
  }

  /// Checks a scenario.
  public func check(_ text: String, number: Int = 0) -> WorldReport {
    var report = WorldReport(number: number)
    let document: ScenarioDocument
    let model: Model
    do {
      document = try ScenarioDocument.parse(text, name: "world.yaml", schema: ModelSchema.schema)
      model = try Model.build(document)
    } catch {
      report.failure = WorldReport.Failure(.refused, details: "\(error)")
      return report
    }
    let path = folder + "/doorstep-swarm-\(UUID().uuidString).trace.zst"
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      report.failure = try check(model, trace: path, &report)
    } catch {
      report.failure = WorldReport.Failure(.audit, law: "a trace or a resolved scenario is wrong", details: "\(error)")
    }
    return report
  }

  private func check(_ model: Model, trace path: String, _ report: inout WorldReport) throws -> WorldReport.Failure? {
    let simulation = try Simulation(model, options(), sink: TraceFileSink(path: path, header: header(model)))
    let result = run(simulation)
    report.events = result.cost.events
    report.orders = result.orders.placed
    report.fingerprint = result.fingerprint.text
    let reader = try TraceReader(path: path)
    report.kinds = try kinds(of: reader)
    if let finding = try simulation.audit(result, against: reader).first {
      return WorldReport.Failure(.audit, law: finding.law, details: finding.details)
    }
    if let violation = result.invariants.violations.first {
      return WorldReport.Failure(.invariant, law: Self.words(of: violation), details: violation)
    }
    return try differences(model, result, reader)
  }

  /// What a second run and another replication show.
  private func differences(_ model: Model, _ first: RunResult, _ reader: TraceReader) throws -> WorldReport.Failure? {
    let text = ReorderedScenario.text(model.resolvedScenario)
    let other = try Model.build(ScenarioDocument.parse(text, name: "world.yaml", schema: ModelSchema.schema))
    guard other.hash == model.hash else {
      return WorldReport.Failure(
        .notDeterministic, law: "the order of names in a scenario changes it",
        details: "hash \(model.hash.prefix(12)), reordered \(other.hash.prefix(12))")
    }
    let comparison = TraceComparison(reader)
    let again = run(Simulation(other, options(threads: 3), sink: comparison))
    if let divergence = comparison.divergence {
      let kind = (divergence.recorded ?? divergence.replayed).flatMap { record in
        reader.header.kinds.first { $0.id == record.kind }?.name
      }
      return WorldReport.Failure(
        .notDeterministic, details: "record \(comparison.matched + 1) differs: \(kind ?? "there is none")")
    }
    if again.fingerprint != first.fingerprint {
      return WorldReport.Failure(.notDeterministic, details: "the fingerprints differ")
    }
    guard first.orders.placed >= 20, !first.interrupted else { return nil }
    let replication = run(Simulation(model, options(replication: 1)))
    return replication.fingerprint == first.fingerprint
      ? WorldReport.Failure(.notRandom, details: "replications 0 and 1 have the fingerprint \(first.fingerprint.text)")
      : nil
  }

  private func header(_ model: Model) -> TraceHeader { Simulation.header(of: model, seed: model.seed, replication: 0) }

  private func options(threads: Int = 1, replication: UInt32 = 0) -> SimulationOptions {
    var options = SimulationOptions()
    options.threads = threads
    options.replication = replication
    options.plantedBug = plantedBug
    return options
  }

  private func run(_ simulation: Simulation) -> RunResult { simulation.run { $0.events < mostEvents } }

  private func kinds(of reader: TraceReader) throws -> [String] {
    var seen = [Bool](repeating: false, count: 65_536)
    _ = try reader.forEachRecord { record, _ in
      seen[Int(record.kind)] = true
      return true
    }
    return reader.header.kinds.filter { seen[Int($0.id)] }.map(\.name)
  }

  /// A violation without its names and figures: what stays the same while a scenario is made smaller.
  static func words(of violation: String) -> String {
    let text = violation.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? violation
    let words = text.split(separator: " ").map { String($0) }
    let plain = words.filter { !$0.contains(where: \.isNumber) && !($0.count == 2 && $0 == $0.uppercased()) }
    return plain.joined(separator: " ")
  }
}
