import Kernel

/// What happens at the door and after, resolved to numbers.
struct DoorstepPlan: Sendable {
  /// By market.
  var markets: [DoorstepTerms]
}

/// One market's customers: what they accept, what they send back, and who handles it.
struct DoorstepTerms: Sendable {
  var cancellation: CancellationHazard
  var contacts: ContactTerms
  var opinions: OpinionRules
  var refusal: DoorRefusal
  var returns: ReturnRules
}

/// Who asks where an order is, and who answers.
struct ContactTerms: Sendable {
  var wishes: ContactWishes
  var agents: Station.Capacity
  /// Time of an agent for one question.
  var time: DurationSampler
  /// Mean patience in the line; exponential.
  var patience: SimDuration
  /// The probability of another try after giving up, and when.
  var triesAgain: Double
  var triesAgainAfter: SimDuration
  /// What an answer costs, minor units of the report currency.
  var cost: Int64
}

/// Whether a customer who must pay duty at the door refuses the parcel.
struct DoorRefusal: Hashable, Sendable, BitwiseCopyable {
  var intercept: Double
  /// Per unit of the surprise's share in the price.
  var slope: Double

  /// The probability of refusing: logistic in what is due as a share of what was paid.
  func probability(due: Int64, paid: Int64) -> Double {
    Logistic.sigmoid(intercept + slope * Double(due) / Double(max(1, paid)))
  }
}

/// Who returns what, when, and what becomes of it.
struct ReturnRules: Sendable {
  /// The probability of a return by SKU, then live, then late: see ``ReturnOdds/probabilities(base:)``.
  var probabilities: [Double]
  /// Time between delivery and request, inside the window.
  var requestLag: DurationSampler
  var window: SimDuration
  /// From the request to the returns centre.
  var transit: DurationSampler
  /// Whether goods that crossed a border come back; otherwise the money is returned without them.
  var comesBackAcrossBorders: Bool
  /// Label, transport and handling of one return, minor units of the report currency.
  var cost: Int64
  var graders: Station.Capacity
  var gradingTime: DurationSampler
  var grades: GradeShares
}

/// How the odds of a return depend on how the order was bought and delivered.
struct ReturnOdds: Hashable, Sendable, BitwiseCopyable {
  /// Added to the log-odds of orders from live sessions, and of late ones.
  var live: Double
  var late: Double

  /// The probabilities for (not live, not late), (live, not late), (not live, late), (live, late).
  ///
  /// - Parameter base: The probability for an order that is neither; 0 and 1 stay what they are.
  func probabilities(base: Double) -> [Double] {
    guard base > 0, base < 1 else { return .init(repeating: base, count: 4) }
    let logit = Logistic.logit(base)
    return [0, live, late, live + late].map { Logistic.sigmoid(logit + $0) }
  }

  /// A probability whose odds are multiplied by a factor.
  static func scale(_ probability: Double, oddsBy factor: Double) -> Double {
    let odds = probability / (1 - probability) * factor
    return probability >= 1 ? 1 : odds / (1 + odds)
  }
}

/// The logistic function and its inverse, alike on every platform.
enum Logistic {
  static func sigmoid(_ x: Double) -> Double {
    x >= 0 ? 1 / (1 + Deterministic.exp(-x)) : 1 - 1 / (1 + Deterministic.exp(x))
  }
  static func logit(_ p: Double) -> Double { Deterministic.log(p / (1 - p)) }
}

/// What returned goods are worth.
enum ReturnGrade: UInt8, CaseIterable, Sendable {
  /// As good as new: back into stock.
  case a
  /// Worn: sold off.
  case b
  case scrap
}

/// The shares of the grades; the rest is scrap.
struct GradeShares: Hashable, Sendable, BitwiseCopyable {
  var a: Double
  var b: Double

  /// The grade by a uniform number.
  func grade(_ uniform: Double) -> ReturnGrade { uniform < a ? .a : uniform < a + b ? .b : .scrap }
}
