internal import Foundation
internal import Kernel
public import Logistics
internal import Scenario

/// What determines a run up to an instant, and what the run was like there: enough to go on from it.
///
/// The state itself is not kept: whoever goes on executes the run up to the instant again and compares. So nothing can be
/// restored wrong, and a checkpoint is as small as its scenario.
public struct Checkpoint: Sendable, Equatable {
  /// The resolved scenario.
  public var scenario: String
  /// Its name.
  public var scenarioName: String
  /// Its hash.
  public var scenarioHash: String
  /// The engine that wrote it.
  public var engineVersion = EngineVersion.current
  /// The seed of all random numbers.
  public var seed: UInt64
  /// The number of the replication.
  public var replication: UInt32
  /// Where the run stood.
  public var mark: RunMark

  /// A checkpoint of a run.
  public init(
    scenario: String, scenarioName: String, scenarioHash: String, seed: UInt64, replication: UInt32, mark: RunMark
  ) {
    self.scenario = scenario
    self.scenarioName = scenarioName
    self.scenarioHash = scenarioHash
    self.seed = seed
    self.replication = replication
    self.mark = mark
  }

  /// The name of its file.
  public var fileName: String { "\(scenarioName)-\(mark.at.iso8601).ckpt" }
}

/// Why a checkpoint cannot be used.
public enum CheckpointError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file cannot be read or written.
  case file(String)
  /// The file is no checkpoint.
  case foreign
  /// The file is a checkpoint, and not whole.
  case damaged
  /// Another version of the format or of the engine wrote it.
  case otherSchema(Int)
  case otherEngine(String)

  /// The problem in a few words.
  public var description: String {
    switch self {
    case .file(let reason): reason
    case .foreign: "it is no checkpoint"
    case .damaged: "the checkpoint is damaged"
    case .otherSchema(let number): "its format is number \(number), this version reads \(Checkpoint.schema)"
    case .otherEngine(let version): "engine \(version) wrote it, this is \(EngineVersion.current)"
    }
  }
}

extension Checkpoint {
  /// The number of the file's format.
  public static let schema = 1

  /// The file's content: one JSON object, the same for equal checkpoints.
  public func text() -> String {
    let envelope = Envelope(
      doorstep: Envelope.name, schema: Self.schema, sha256: Body(self).digest, checkpoint: Body(self))
    return Self.encode(envelope) + "\n"
  }

  /// Reads a file's content.
  public init(text: String) throws(CheckpointError) {
    let bytes = Data(text.utf8)
    guard let head = try? JSONDecoder().decode(Head.self, from: bytes), head.doorstep == Envelope.name else {
      throw text.contains("\"doorstep\" : \"\(Envelope.name)\"") ? .damaged : .foreign
    }
    guard head.schema == Self.schema else { throw .otherSchema(head.schema) }
    guard let envelope = try? JSONDecoder().decode(Envelope.self, from: bytes),
      envelope.checkpoint.digest == envelope.sha256, let checkpoint = envelope.checkpoint.checkpoint
    else { throw .damaged }
    guard checkpoint.engineVersion == EngineVersion.current else { throw .otherEngine(checkpoint.engineVersion) }
    self = checkpoint
  }

  /// Reads a file.
  public init(path: String) throws(CheckpointError) {
    guard let bytes = FileManager.default.contents(atPath: path) else { throw .file("it cannot be read") }
    guard let text = String(bytes: bytes, encoding: .utf8) else { throw .foreign }
    try self.init(text: text)
  }

  /// Writes the file: whole or not at all.
  public func write(to path: String) throws(CheckpointError) {
    do { try Data(text().utf8).write(to: URL(filePath: path), options: .atomic) } catch {
      throw .file((error as NSError).localizedDescription)
    }
  }

  fileprivate static func encode(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: (try? encoder.encode(value)) ?? Data(), as: UTF8.self)
  }
}

private struct Head: Decodable {
  var doorstep: String
  var schema: Int
}

private struct Envelope: Codable {
  static let name = "checkpoint"
  var doorstep: String
  var schema: Int
  var sha256: String
  var checkpoint: Body
}

/// The checkpoint as the file spells it: instants in ISO 8601, digests in hexadecimal.
private struct Body: Codable {
  struct Region: Codable {
    var code: String
    var events: Int
    var scheduled: Int
    var pending: Int
    var records: Int
    var times: String
    var places: String
    var kinds: String
    var values: String
  }

  var engine: String
  var name: String
  var hash: String
  var seed: UInt64
  var replication: UInt32
  var at: String
  var ordersPlaced: Int
  var ordersOpen: Int
  var regions: [Region]
  var scenario: String

  init(_ checkpoint: Checkpoint) {
    engine = checkpoint.engineVersion
    name = checkpoint.scenarioName
    hash = checkpoint.scenarioHash
    seed = checkpoint.seed
    replication = checkpoint.replication
    at = checkpoint.mark.at.iso8601
    ordersPlaced = checkpoint.mark.ordersPlaced
    ordersOpen = checkpoint.mark.ordersOpen
    regions = checkpoint.mark.regions.map {
      Region(
        code: $0.code, events: $0.events, scheduled: $0.scheduled, pending: $0.pending, records: $0.records,
        times: hex($0.times), places: hex($0.places), kinds: hex($0.kinds), values: hex($0.values))
    }
    scenario = checkpoint.scenario
  }

  var digest: String { SHA256.hexDigest(of: Checkpoint.encode(self)) }

  var checkpoint: Checkpoint? {
    guard let time = SimTime(iso8601: at) else { return nil }
    let marks = regions.compactMap { region -> RegionMark? in
      guard let times = UInt64(region.times, radix: 16), let places = UInt64(region.places, radix: 16),
        let kinds = UInt64(region.kinds, radix: 16), let values = UInt64(region.values, radix: 16)
      else { return nil }
      return RegionMark(
        code: region.code, events: region.events, scheduled: region.scheduled, pending: region.pending,
        records: region.records, times: times, places: places, kinds: kinds, values: values)
    }
    guard marks.count == regions.count else { return nil }
    var checkpoint = Checkpoint(
      scenario: scenario, scenarioName: name, scenarioHash: hash, seed: seed, replication: replication,
      mark: RunMark(at: time, ordersPlaced: ordersPlaced, ordersOpen: ordersOpen, regions: marks))
    checkpoint.engineVersion = engine
    return checkpoint
  }
}

private func hex(_ word: UInt64) -> String {
  let digits = String(word, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
