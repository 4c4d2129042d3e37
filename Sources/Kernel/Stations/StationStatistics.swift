/// What a station has seen since it was made or last reset.
///
/// Areas are integrals over simulated time: divided by the time observed they are time averages.
public struct StationStatistics: Sendable, BitwiseCopyable {
  /// The first instant observed.
  public var start: SimTime
  /// The instant up to which the areas reach.
  public var end: SimTime
  /// Jobs that came, refused ones included.
  public var arrived = 0
  /// Jobs that found the line full.
  public var refused = 0
  /// Jobs that left the line unserved.
  public var reneged = 0
  /// Jobs whose service began; one that is taken up again counts once.
  public var started = 0
  /// Jobs whose service ended.
  public var finished = 0
  /// Interruptions at the end of a shift.
  public var preempted = 0
  /// Jobs that had to wait at all before their service began.
  public var delayed = 0
  /// The waits of those that started, in seconds: sum, sum of squares, largest.
  public var waitSum = 0.0
  /// Squares of the waits, in seconds squared.
  public var waitSquares = 0.0
  /// The longest wait, in seconds.
  public var waitMaximum = 0.0
  /// The most jobs that ever waited at once.
  public var longestLine = 0
  /// Seconds from coming to being finished, summed over the jobs finished.
  public var sojournSum = 0.0
  /// Jobs in line times seconds.
  public var waitingArea = 0.0
  /// Jobs in service times seconds; a job that a server keeps overnight is in service.
  public var busyArea = 0.0

  /// Nothing seen yet, from an instant on, or from whatever happens first.
  @inlinable public init(start: SimTime? = nil) {
    self.start = start ?? SimTime(microseconds: .min)
    self.end = self.start
  }

  /// The time observed, in seconds.
  @inlinable public var seconds: Double { (end - start).seconds }
  /// The mean wait of those that started, in seconds.
  @inlinable public var meanWait: Double { waitSum / Double(started) }
  /// The mean time from coming to being finished, in seconds.
  @inlinable public var meanSojourn: Double { sojournSum / Double(finished) }
  /// The time average of the number that waits.
  @inlinable public var meanWaiting: Double { waitingArea / seconds }
  /// The time average of the number in service.
  @inlinable public var meanBusy: Double { busyArea / seconds }
  /// The time average of the number present.
  @inlinable public var meanPresent: Double { meanWaiting + meanBusy }

  @inlinable mutating func advance(to now: SimTime, waiting: Int, busy: Int) {
    if now == end { return }
    if end.microseconds == .min {
      start = now
      end = now
      return
    }
    let elapsed = (now - end).seconds
    waitingArea += Double(waiting) * elapsed
    busyArea += Double(busy) * elapsed
    end = now
  }

  @inlinable mutating func addStart(wait: SimDuration) {
    started += 1
    guard wait > .zero else { return }
    let seconds = wait.seconds
    delayed += 1
    waitSum += seconds
    waitSquares += seconds * seconds
    waitMaximum = max(waitMaximum, seconds)
  }
}
