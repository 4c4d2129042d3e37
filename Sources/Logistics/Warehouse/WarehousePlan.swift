import Kernel

/// What happens inside the nodes, resolved to numbers.
struct WarehousePlan: Sendable {
  /// How a node turns an order into a packed parcel.
  enum Process: Sendable {
    case waves(Waves)
    /// Sellers hand over by themselves after a random time.
    case handOver(DurationSampler)
  }

  /// Wave picking and pack stations.
  struct Waves: Sendable {
    /// When waves close.
    var schedule: LocalSchedule
    /// Pickers at work over time.
    var pickers: CapacityCalendar
    /// Order lines in one picker's tour.
    var batchLines: Int
    /// Duration of a tour by number of lines: setup, walking and picking; see ``PickTour``.
    var tour: [SimDuration]
    /// Pack stations at work over time.
    var packStations: CapacityCalendar
    /// Packing one single-unit order: mean and coefficient of variation.
    var packMean: SimDuration
    var packCv: Double
    /// More for each further unit.
    var packPerExtraUnit: SimDuration
    /// Whether pickers take the most urgent orders whenever they are free, without waves.
    var isContinuous = false
    /// The pickers at work that double the time of a tour; 0 where they never stand in each other's way.
    var congestionAt = 0.0
    /// The units that fit; nil where room is never short.
    var storage: Int64?
    var labour = Labour()
  }

  /// By node over all regions.
  var processes: [Process]
}

extension WarehousePlan.Waves {
  /// What other pickers and full shelves make of a tour's time: 1 + (n/n₂)², and 3 % more for each percent above 85 %.
  ///
  /// - Parameters:
  ///   - pickers: Pickers on tour, this one included.
  ///   - units: Units on the shelves.
  func slowdown(pickers: Int, units: Int64) -> Double {
    var factor = 1.0
    if congestionAt > 0 {
      let crowd = Double(pickers) / congestionAt
      factor += crowd * crowd
    }
    if let storage { factor *= 1 + 3 * max(0, min(1, Double(units) / Double(storage)) - 0.85) }
    return factor
  }
}

/// The time of a picker's tour through parallel aisles.
///
/// In S-shape routing a tour of n lines enters k(1 − (1 − 1/k)ⁿ) of k aisles in the mean.
///
/// - SeeAlso: De Koster, Le-Duc, Roodbergen, *Design and control of warehouse order picking*, EJOR 182 (2007).
struct PickTour: Sendable {
  var setup: SimDuration
  var perLine: SimDuration
  var aisles: Int
  /// Length of an aisle and of the cross aisle from end to end, metres.
  var aisleMetres: Double
  var spanMetres: Double
  /// Walking speed, metres per second.
  var speed: Double

  /// The aisles entered in the mean by a tour of n lines.
  static func expectedAisles(lines: Int, of aisles: Int) -> Double {
    let k = Double(aisles)
    var missed = 1.0
    for _ in 0..<lines { missed *= 1 - 1 / k }
    return k * (1 - missed)
  }

  /// The duration of a tour of n lines.
  func duration(lines: Int) -> SimDuration { duration(lines, entered: Self.expectedAisles(lines: lines, of: aisles)) }

  /// The durations of tours of 0, 1… lines, in one pass.
  func durations(upTo most: Int) -> [SimDuration] {
    let k = Double(aisles)
    var missed = 1.0
    return (0...most).map { lines in
      if lines > 0 { missed *= 1 - 1 / k }
      return duration(lines, entered: k * (1 - missed))
    }
  }

  private func duration(_ lines: Int, entered: Double) -> SimDuration {
    let metres = aisles == 0 ? 0 : entered * aisleMetres + 2 * spanMetres
    return setup + perLine * Int64(lines) + SimDuration(seconds: metres / speed)
  }
}
