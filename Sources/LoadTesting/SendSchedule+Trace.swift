public import Kernel
public import TraceFormat

extension SendSchedule {
  /// How recorded instants become starts.
  public struct Pace: Sendable, Hashable {
    /// Recorded seconds that pass in one second of the load; above 0.
    public var speed: Double
    /// The longest pause between two starts, after the speed is applied; nil keeps all pauses.
    public var longestPause: SimDuration?

    /// Ten recorded seconds a second for `speed: 10`.
    public init(speed: Double = 1, longestPause: SimDuration? = nil) {
      self.speed = speed
      self.longestPause = longestPause
    }
  }

  /// A start for every selected record of a trace, at its instant.
  ///
  /// As many starts come out as records are selected, those of all regions merged by time. The first one, or the
  /// selection's `from` where it says one, is the start of the load.
  ///
  /// - Throws: ``LoadError`` for a speed that is not above 0 or a trace with more than ``limit`` such records; ``TraceError``
  ///   when the trace cannot be read.
  public static func recorded(
    _ reader: TraceReader, _ selection: TraceSelection, pace: Pace = Pace()
  ) throws -> SendSchedule {
    guard pace.speed > 0, pace.speed < .infinity else {
      throw LoadError("a speed of \(pace.speed) is not a finite number above 0")
    }
    let longest = pace.longestPause.map { $0.microseconds * 1_000 } ?? .max
    var offsets: [Int64] = []
    var origin = selection.from
    var (shift, previous): (Int64, Int64) = (0, 0)
    _ = try reader.forEachRecord(selection, order: .merged) { record, _ in
      guard offsets.count < limit else { throw LoadError("more than \(limit) records are selected; narrow the window") }
      if origin == nil { origin = record.time }
      let (sinceOrigin, isTooLong) = record.time.subtractingReportingOverflow(origin ?? record.time)
      let elapsed = Double(sinceOrigin) * 1_000 / pace.speed
      guard !isTooLong, elapsed < 9e18 else { throw LoadError("the window lasts too long at a speed of \(pace.speed)") }
      // Always from the origin, so that roundings never add up; what pauses were cut by is a shift.
      let planned = Int64(elapsed.rounded()) - shift
      let start = planned - previous > longest ? previous + longest : planned
      shift += planned - start
      offsets.append(start)
      previous = start
      return true
    }
    return SendSchedule(offsets_ns: offsets)
  }
}
