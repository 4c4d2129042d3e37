public import Kernel
public import Logistics

/// What a shock did: the same replications with it and without it.
public struct StressMeasure: Sendable, Equatable {
  /// Contribution lost, in minor units of the run's currency, with its 95 % interval.
  public let cost: ConfidenceInterval
  /// Orders lost: those that without the shock are placed and neither cancelled nor lost.
  public let orders: ConfidenceInterval
  /// Parcels late, or overdue at the end, beyond those without the shock.
  public let late: ConfidenceInterval
  /// Days from the shock's begin to the end of the first promised day that fails; nil when none does.
  public let daysToFail: Int?
  /// Days from the shock's begin until promised days hold again; nil when none failed, or the last one with deliveries does.
  public let daysToRecover: Int?

  /// Compares replications in pairs.
  ///
  /// A promised day fails when its share of late deliveries, over all replications and countries, is above the limit and above that
  /// without the shock. Days with fewer than ten deliveries say nothing. What is not delivered by the end of the run counts among the
  /// late parcels, not among the days.
  ///
  /// - Parameters:
  ///   - shocked: Runs with the shock.
  ///   - quiet: Runs without it, of the same seeds and numbers in the same order.
  ///   - begin: When the shock begins, in microseconds since 1970-01-01T00:00:00Z.
  ///   - limit: The share of late deliveries above which a day fails.
  public init(shocked: [RunResult], quiet: [RunResult], begin: Int64, limit: Double) {
    precondition(shocked.count == quiet.count, "replications come in pairs")
    func interval(_ measure: (RunResult) -> Double) -> ConfidenceInterval {
      ConfidenceInterval(of: Tally(zip(shocked, quiet).map { measure($0) - measure($1) }))
    }
    cost = interval { -Double($0.money.contributionMinor) }
    orders = interval { -Double($0.orders.placed - $0.orders.cancelled - $0.orders.lost) }
    late = interval { Double($0.late + $0.orders.overdue) }
    let (with, without) = (Self.days(shocked), Self.days(quiet))
    let first = Int(begin / 86_400_000_000)
    let days = with.keys.sorted().filter { $0 >= first && with[$0]!.delivered >= 10 }
    let failing = days.filter { day in
      let before = without[day].map { Double($0.late) / Double($0.delivered) } ?? 0
      let share = Double(with[day]!.late) / Double(with[day]!.delivered)
      return share > limit && share > before
    }
    daysToFail = failing.first.map { $0 + 1 - first }
    let last = failing.last
    daysToRecover = last == nil || last == days.last ? nil : last.map { $0 + 1 - first }
  }

  /// Deliveries and late ones by promised day, over all runs and countries.
  private static func days(_ runs: [RunResult]) -> [Int: (delivered: Int, late: Int)] {
    var days: [Int: (delivered: Int, late: Int)] = [:]
    for run in runs {
      for entry in run.blame.promised { days[entry.day, default: (0, 0)].delivered += entry.delivered }
      for entry in run.blame.days { days[entry.day, default: (0, 0)].late += entry.of.lateness.parcels }
    }
    return days.filter { $0.value.delivered > 0 }
  }
}
