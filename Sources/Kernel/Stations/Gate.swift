/// A waiting room in front of a shop: lets people through one by one at a constant rate, from an instant on.
///
/// The k-th of a crowd passes at `opening + k / rate`, exactly, in whole microseconds rounded up; a gate that nobody has
/// used for longer than one interval lets the next one through at once. The time of admission is known on joining, so a gate
/// needs no events: the model schedules the admission it is told. Each call is O(1).
///
/// For a lottery among those present at the opening, let them join in a random order.
///
/// - SeeAlso: DOMAIN Appendix B3.
public struct Gate: Sendable, BitwiseCopyable {
  /// Admissions per ``period``.
  public private(set) var permits: Int64
  /// The time in which ``permits`` people pass.
  public private(set) var period: SimDuration
  /// Whether somebody who gives up still uses up a turn, as in many systems: capacity that is lost.
  public let wastesTurns: Bool
  /// Turns used since ``anchor``.
  @usableFromInline var turns: Int64 = 0
  @usableFromInline var anchor: SimTime

  /// A gate that opens at an instant.
  ///
  /// - Parameters:
  ///   - opening: Nobody passes before.
  ///   - permits: People who pass in each period, at least 1: 2,000.
  ///   - period: The length of the period, positive: one second.
  ///   - wastesTurns: Whether those who give up use up their turn.
  public init(opening: SimTime, permits: Int64, per period: SimDuration = .seconds(1), wastesTurns: Bool = false) {
    precondition(permits >= 1 && period > .zero, "a gate lets somebody through")
    self.permits = permits
    self.period = period
    self.wastesTurns = wastesTurns
    anchor = opening
  }

  /// When somebody who joins now would pass.
  @inlinable public func nextAdmission(at now: SimTime) -> SimTime { max(now, turn(turns + 1)) }

  /// Joins the line, and gives the time of admission; nil when that is later than patience allows.
  ///
  /// - Parameters:
  ///   - now: The time of joining; it does not go back between calls.
  ///   - patience: The longest wait that is accepted; who would wait longer is never let in.
  @inlinable public mutating func join(at now: SimTime, patience: SimDuration? = nil) -> SimTime? {
    let admission = nextAdmission(at: now)
    let isPatient = patience.map { admission - now <= $0 } ?? true
    if isPatient || wastesTurns { use(admission, now) }
    return isPatient ? admission : nil
  }

  /// Changes the rate for those who join from now on; admissions already given stay.
  public mutating func setRate(permits: Int64, per period: SimDuration = .seconds(1), at now: SimTime) {
    precondition(permits >= 1 && period > .zero, "a gate lets somebody through")
    anchor = turns == 0 ? anchor : turn(turns)
    turns = 0
    self.permits = permits
    self.period = period
  }

  /// The time of the n-th turn after the anchor, rounded up to whole microseconds.
  @inlinable func turn(_ n: Int64) -> SimTime {
    let product = n.multipliedFullWidth(by: period.microseconds)
    let (quotient, remainder) = permits.dividingFullWidth(product)
    return anchor + SimDuration(microseconds: quotient + (remainder > 0 ? 1 : 0))
  }

  @inlinable mutating func use(_ admission: SimTime, _ now: SimTime) {
    if admission == now, turn(turns + 1) < now {
      anchor = now
      turns = 0
    } else {
      turns += 1
    }
  }
}
