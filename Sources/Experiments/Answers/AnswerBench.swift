public import Logistics

/// Where answers get their runs from: the command line gives it files, threads, a results store and a progress line.
public protocol AnswerBench {
  /// The figures of variants of the scenario, each with its replications, in the order asked for. A variant whose label was asked
  /// for before has the same overrides.
  mutating func figures(of wanted: [AnswerRuns], note: String) throws -> [[RunFigures]]
  /// The model of a variant, without running it.
  mutating func outline(of overrides: [String]) throws -> ModelOutline
}

/// A scenario that differs from the one as written.
public struct AnswerVariant: Hashable, Sendable {
  /// The changes, as `--set` takes them.
  public var overrides: [String]
  /// Sections, as scenarios write them, that stand above the scenario: what `--set` cannot write. Empty without.
  public var sections: String

  /// A variant.
  public init(_ overrides: [String] = [], sections: String = "") {
    self.overrides = overrides
    self.sections = sections
  }
}

/// Replications of a variant that an answer wants.
public struct AnswerRuns: Sendable {
  /// What is run.
  public var variant: AnswerVariant
  /// The numbers of the replications.
  public var replications: Range<UInt32>

  /// Runs.
  public init(_ variant: AnswerVariant, _ replications: Range<UInt32>) {
    self.variant = variant
    self.replications = replications
  }
}

/// How many runs each answer gets; everything that trades time for width.
public struct AnswerEffort: Sendable, Equatable {
  /// Draws of the uncertain parameters, and replications of each.
  public var draws = 24
  /// Replications of each draw, at least 2.
  public var inner = 2
  /// Replications of the scenario as written.
  public var base = 20
  /// Replications of each change of one factor.
  public var effects = 8
  /// Replications of each customs route.
  public var routes = 6
  /// Replications that candidate plans of one answer are judged by.
  public var candidates = 6
  /// How many times as many replications a choice may take that the first do not decide.
  public var stretch = 2
  /// Fresh replications that the recommended plan is judged by.
  public var fresh = 14
  /// How far uncertain parameters are moved.
  public var spread = 0.2
  /// Resamples of bootstrap intervals.
  public var resamples = 400
  /// Draws of data that may be wrong.
  public var errorDraws = 400
  /// The shortest usual time bin of demand, in minutes; 0 leaves the scenario's.
  public var leastBinMinutes = 0.0
  /// The part of the world's size to simulate.
  public var scale = 1.0

  /// A memo in minutes.
  public static let full = AnswerEffort()
  /// A memo in half a minute: a twentieth of the world, fewer replications.
  public static var quick: AnswerEffort {
    var effort = AnswerEffort()
    effort.draws = 8
    effort.base = 8
    effort.effects = 3
    effort.routes = 2
    effort.candidates = 2
    effort.stretch = 1
    effort.leastBinMinutes = 2
    effort.errorDraws = 150
    effort.fresh = 4
    effort.scale = 0.05
    return effort
  }

  /// More replications for one question, by half.
  mutating func extend(_ question: AnswerQuestion) {
    func more(_ count: inout Int) { count += max(1, count / 2) }
    switch question {
    case .traffic, .quantity: more(&draws)
    case .conversion, .providers, .legality: more(&base)
    case .customs: more(&routes)
    case .locations: more(&candidates)
    case .placement: more(&fresh)
    }
  }
}
