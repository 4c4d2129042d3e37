/// The decision memo: what `doorstep answers` found, with all that it takes to find it again. Its JSON has schema 1.
public struct AnswerBook: Codable, Sendable {
  /// The number of the layout.
  public var schema = 1
  /// The engine's version.
  public var version: String
  /// The scenario.
  public var scenario: ScenarioName
  /// The seed of all runs.
  public var seed: UInt64
  /// The level of all intervals.
  public var level: Double
  /// The part of the world's size that was simulated; counts and amounts are scaled back to its whole size.
  public var scale: Double
  /// How far each uncertain parameter was moved, as a share of its value, down and up.
  public var parameterSpread: Double
  /// The answers, by number.
  public var answers: [Answer] = []
  /// What the runs cost.
  public var runs = RunCount()
  /// Stop rules and how they ended.
  public var rules: [AnswerRuleOutcome] = []
  /// The numbers that the scenario takes for granted and this memo moved, the most influential first.
  public var assumptions: [AnswerAssumption] = []
  /// How many numbers of the scenario say `assumption`.
  public var assumptionCount = 0
  /// What the model cannot know, in sentences.
  public var limits: [String] = []

  /// What names a scenario.
  public struct ScenarioName: Codable, Sendable {
    /// Its name.
    public var name: String
    /// The hash of the resolved scenario.
    public var hash: String

    /// A name.
    public init(name: String, hash: String) {
      self.name = name
      self.hash = hash
    }
  }

  /// Runs of an experiment.
  public struct RunCount: Codable, Sendable, Equatable {
    /// Runs that were done.
    public var done = 0
    /// Runs that were taken from the results store.
    public var reused = 0
    /// The scenarios they are of.
    public var scenarios = 0

    /// No runs.
    public init() {}
  }

  /// A memo without answers.
  public init(
    version: String, scenario: ScenarioName, seed: UInt64, level: Double, scale: Double, parameterSpread: Double
  ) {
    self.version = version
    self.scenario = scenario
    self.seed = seed
    self.level = level
    self.scale = scale
    self.parameterSpread = parameterSpread
  }
}

/// A number that the scenario takes for granted, and what it does to the forecast.
public struct AnswerAssumption: Codable, Sendable, Equatable {
  /// Its path.
  public var path: String
  /// Its value as written.
  public var value: String
  /// The correlation of the number with the visits over draws of all uncertain numbers together.
  public var correlation: Double
  /// Whether that is more than chance would do in 95 of 100 such samples.
  public var standsOut: Bool
}

/// One of the eight answers.
public struct Answer: Codable, Sendable {
  /// Which question, 1 to 8.
  public var number: Int
  /// The question.
  public var question: String
  /// The answer in a sentence or two.
  public var headline: String
  /// Figures with their intervals; their keys are what `--until` names.
  public var figures: [AnswerFigure] = []
  /// Tables behind the answer.
  public var tables: [AnswerTable] = []
  /// What drives it.
  public var drivers: [String] = []
  /// What would change it.
  public var wouldChange: [String] = []
  /// How it was found, in sentences.
  public var method: [String] = []
  /// The runs that show it.
  public var evidence: [AnswerEvidence] = []

  /// An answer without figures.
  public init(_ question: AnswerQuestion, headline: String = "") {
    number = question.rawValue
    self.question = question.text
    self.headline = headline
  }
}

/// A figure with its interval.
public struct AnswerFigure: Codable, Sendable, Equatable {
  /// What names it within its answer: `visits`, `units.glow-serum`.
  public var key: String
  /// What it is, in words.
  public var name: String
  /// Its unit; empty for counts.
  public var unit: String
  /// The estimate.
  public var estimate: Double
  /// The lower end of its interval; nil where there is none.
  public var lower: Double?
  /// The upper end of its interval; nil where there is none.
  public var upper: Double?

  /// A figure.
  public init(key: String, name: String, unit: String = "", estimate: Double, lower: Double?, upper: Double?) {
    self.key = key
    self.name = name
    self.unit = unit
    self.estimate = estimate
    self.lower = lower.flatMap { $0.isFinite ? $0 : nil }
    self.upper = upper.flatMap { $0.isFinite ? $0 : nil }
  }

  /// Half of the interval over the estimate's size; infinite without an interval.
  public var relativeHalfWidth: Double {
    guard let lower, let upper else { return .infinity }
    return upper == lower ? 0 : (upper - lower) / 2 / abs(estimate)
  }
}

/// A table of an answer.
public struct AnswerTable: Codable, Sendable {
  /// What names it within its answer.
  public var key: String
  /// Its heading.
  public var title: String
  /// Its columns.
  public var columns: [Column]
  /// Its rows: a cell per column.
  public var rows: [[AnswerCell]] = []
  /// What to know when reading it.
  public var notes: [String] = []
  /// Whether people see it; long tables are for programs.
  public var isShown = true

  /// A column.
  public struct Column: Codable, Sendable, Equatable {
    /// Its heading.
    public var title: String
    /// Whether it holds numbers.
    public var isNumber: Bool
  }

  /// An empty table: a column that begins with `#` holds numbers.
  public init(_ key: String, _ title: String, _ columns: [String]) {
    self.key = key
    self.title = title
    self.columns = columns.map {
      Column(title: $0.hasPrefix("#") ? String($0.dropFirst()) : $0, isNumber: $0.hasPrefix("#"))
    }
  }

  /// Adds a row.
  public mutating func add(_ cells: AnswerCell...) { add(cells) }

  /// Adds a row.
  public mutating func add(_ cells: [AnswerCell]) {
    precondition(cells.count == columns.count, "a row has one cell per column")
    rows.append(cells)
  }
}

/// A cell of a table.
public enum AnswerCell: Codable, Sendable, Equatable, ExpressibleByStringLiteral {
  /// Words.
  case text(String)
  /// A number with so many decimals that people see.
  case number(Double, decimals: Int)
  /// A share, 0...1, that people see as a percentage with so many decimals.
  case share(Double, decimals: Int)
  /// An estimate with its interval and so many decimals.
  case interval(Double, lower: Double, upper: Double, decimals: Int)
  /// Nothing.
  case none

  /// Words.
  public init(stringLiteral value: String) { self = .text(value) }

  /// A number; nothing where it is none or not finite.
  public static func figure(_ value: Double?, _ decimals: Int = 0) -> AnswerCell {
    value.flatMap { $0.isFinite ? .number($0, decimals: decimals) : nil } ?? .none
  }

  /// A share; nothing where it is none or not finite.
  public static func percent(_ value: Double?, _ decimals: Int = 1) -> AnswerCell {
    value.flatMap { $0.isFinite ? .share($0, decimals: decimals) : nil } ?? .none
  }

  /// Reads what ``encode(to:)`` writes; decimals are not in it.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .none
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let values = try? container.decode([Double].self), values.count == 3 {
      self = .interval(values[0], lower: values[1], upper: values[2], decimals: 2)
    } else {
      self = .number(try container.decode(Double.self), decimals: 2)
    }
  }

  /// As programs want it: words, a number, or an estimate with its two ends.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .number(let value, _), .share(let value, _): try container.encode(value)
    case .interval(let value, let lower, let upper, _): try container.encode([value, lower, upper])
    case .none: try container.encodeNil()
    }
  }
}

/// Runs that an answer rests on.
public struct AnswerEvidence: Codable, Sendable, Equatable {
  /// What they are of.
  public var label: String
  /// The changes to the scenario as written, as `--set` takes them; those of the first where each differs.
  public var overrides: [String]
  /// Scenarios.
  public var scenarios: Int
  /// The first replication.
  public var first: UInt32
  /// Replications of each scenario.
  public var replications: Int
}

/// The eight questions.
public enum AnswerQuestion: Int, CaseIterable, Sendable {
  case traffic = 1
  case conversion, quantity, legality, customs, locations, placement, providers

  /// The question in words.
  public var text: String {
    switch self {
    case .traffic: "How much traffic and interest will the offer generate?"
    case .conversion: "What will the conversion be, by country?"
    case .quantity: "How much inventory to secure?"
    case .legality: "Where may it legally be sold?"
    case .customs: "What is the most efficient way through customs into each country?"
    case .locations: "Where in each country to deploy inventory?"
    case .placement: "How much at each location?"
    case .providers: "Which providers to work with?"
    }
  }
}
