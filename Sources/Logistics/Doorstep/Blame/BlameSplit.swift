import Kernel

/// Splits the lateness of one parcel among what caused it, to the microsecond.
///
/// After each step the arrival is planned anew, with everything still to come as promised. Where that plan moves beyond the
/// promise, the step that moved it is to blame for the difference; where a later step wins time back, it is taken off what was
/// blamed last. So a pack station that makes a parcel miss its truck answers for the whole day lost, and the shares always
/// add up to the lateness.
struct BlameSplit {
  /// Microseconds by ``LateCause``.
  private(set) var shares = [Int64](repeating: 0, count: LateCause.allCases.count)
  private var promise = SimTime.zero
  /// How far beyond the promise the plan lies after the last step, microseconds.
  private(set) var lateness: Int64 = 0

  /// Begins with another parcel.
  mutating func begin(promise: SimTime) {
    self.promise = promise
    lateness = 0
    for cause in shares.indices { shares[cause] = 0 }
  }

  /// A step was passed, and the parcel is now planned for `arrival`; steps come in the order of ``LateCause``.
  ///
  /// An arrival that no calendar knows says nothing and is passed over.
  mutating func step(_ cause: LateCause, _ arrival: SimTime) {
    guard arrival != .distantFuture else { return }
    let excess = max(0, (arrival - promise).microseconds)
    if excess > lateness {
      shares[Int(cause.rawValue)] += excess - lateness
    } else {
      winBack(lateness - excess, from: Int(cause.rawValue))
    }
    lateness = excess
  }

  private mutating func winBack(_ amount: Int64, from last: Int) {
    var left = amount
    var cause = last
    while left > 0, cause >= 0 {
      let taken = min(left, shares[cause])
      shares[cause] -= taken
      left -= taken
      cause -= 1
    }
  }

  /// The cause with the largest share, the first of equals.
  var main: LateCause {
    var best = 0
    for cause in shares.indices where shares[cause] > shares[best] { best = cause }
    return LateCause(rawValue: UInt8(best)).unsafelyUnwrapped
  }
}
