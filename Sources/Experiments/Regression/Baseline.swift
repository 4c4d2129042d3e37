public import Logistics

/// Figures of earlier replications to compare with, case by case, as a CSV file keeps them.
public struct Baseline: Sendable {
  /// One replication of a case.
  public struct Replication: Sendable, Equatable {
    /// The seed.
    public let seed: UInt64
    /// Its number.
    public let number: UInt32
    /// What it measured.
    public let samples: [MetricName: MetricSample]

    /// A replication.
    public init(seed: UInt64, number: UInt32, samples: [MetricName: MetricSample]) {
      self.seed = seed
      self.number = number
      self.samples = samples
    }
  }

  private var cases: [(name: String, replications: [Replication])] = []

  /// A baseline without figures.
  public init() {}

  /// Reads a baseline.
  ///
  /// - Throws: `CSVRows.Problem` when the text is no table of figures.
  public init(parsing text: String) throws(CSVRows.Problem) {
    let table = try CSVRows(parsing: text)
    guard table.columns == Self.columns else {
      throw CSVRows.Problem(line: 1, message: "its columns are not \(Self.columns.joined(separator: ","))")
    }
    var samples: [MetricName: MetricSample] = [:]
    for (place, row) in table.rows.enumerated() {
      guard let seed = UInt64(row[1]), let number = UInt32(row[2]), let name = try? MetricName.parse(row[3]) else {
        throw CSVRows.Problem(line: place + 2, message: "there is no seed, replication or metric")
      }
      if let part = Int(row[5]), let whole = Int(row[6]) {
        samples[name] = .share(of: whole, part: part)
      } else {
        samples[name] = .number(Double(row[4]))
      }
      let next = place + 1 < table.rows.count ? table.rows[place + 1] : []
      guard next.isEmpty || next[0...2] != row[0...2] else { continue }
      put(Replication(seed: seed, number: number, samples: samples), of: row[0])
      samples = [:]
    }
  }

  /// The replications of a case, in their order; nil when it has none.
  public subscript(_ name: String) -> [Replication]? { cases.first { $0.name == name }?.replications }

  /// Takes the figures of a case in place of those it had.
  public mutating func replace(_ name: String, with replications: [Replication]) {
    cases.removeAll { $0.name == name }
    for replication in replications { put(replication, of: name) }
  }

  private mutating func put(_ replication: Replication, of name: String) {
    if let place = cases.firstIndex(where: { $0.name == name }) {
      cases[place].replications.append(replication)
    } else {
      let place = cases.firstIndex { name < $0.name } ?? cases.count
      cases.insert((name, [replication]), at: place)
    }
  }

  /// The baseline as CSV, figures in the order of their names.
  public var text: String {
    var table = CSVRows(columns: Self.columns)
    for (name, replications) in cases {
      for replication in replications {
        let samples = replication.samples.map { ($0.key.text, $0.value) }.sorted { $0.0 < $1.0 }
        for (metric, sample) in samples {
          table.rows.append([
            name, String(replication.seed), String(replication.number), metric, sample.value.map { "\($0)" } ?? "",
            sample.counts.map { String($0.part) } ?? "", sample.counts.map { String($0.whole) } ?? "",
          ])
        }
      }
    }
    return table.text
  }

  private static let columns = ["case", "seed", "replication", "metric", "value", "part", "whole"]
}

extension Baseline.Replication {
  /// The figures of a run that are asked for.
  public init(_ run: RunResult, _ metrics: [MetricName]) {
    let samples = metrics.compactMap { name in run.sample(name).map { (name, $0) } }
    self.init(
      seed: run.identity.seed, number: run.identity.replication,
      samples: Dictionary(samples) { first, _ in first })
  }
}
