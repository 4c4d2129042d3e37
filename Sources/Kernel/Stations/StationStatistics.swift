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
  /// The most jobs that ever waited at once.
  public var longestLine = 0

  // In microseconds, so that no event pays for a division.
  @usableFromInline var waitSum_us = 0.0
  @usableFromInline var waitSquares_us2 = 0.0
  @usableFromInline var longestWait_us: Int64 = 0
  @usableFromInline var sojournSum_us = 0.0
  @usableFromInline var waitingArea_us = Area()
  @usableFromInline var busyArea_us = Area()

  /// Nothing seen yet, from an instant on, or from whatever happens first.
  @inlinable public init(start: SimTime? = nil) {
    self.start = start ?? SimTime(microseconds: .min)
    self.end = self.start
  }

  /// The waits of those that started, in seconds.
  @inlinable public var waitSum: Double { waitSum_us / 1e6 }
  /// Squares of these waits, in seconds squared.
  @inlinable public var waitSquares: Double { waitSquares_us2 / 1e12 }
  /// The longest of these waits, in seconds.
  @inlinable public var waitMaximum: Double { Double(longestWait_us) / 1e6 }
  /// Seconds from coming to being finished, summed over the jobs finished.
  @inlinable public var sojournSum: Double { sojournSum_us / 1e6 }
  /// Jobs in line times seconds.
  @inlinable public var waitingArea: Double { waitingArea_us.value / 1e6 }
  /// Jobs in service times seconds; a job that a server keeps overnight is in service.
  @inlinable public var busyArea: Double { busyArea_us.value / 1e6 }

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

  @inlinable @inline(__always) mutating func advance(to now: SimTime, waiting: Int, busy: Int) {
    if now == end { return }
    if end.microseconds == .min {
      start = now
      end = now
      return
    }
    let elapsed = (now - end).microseconds
    waitingArea_us.add(waiting, elapsed)
    busyArea_us.add(busy, elapsed)
    end = now
  }

  @inlinable @inline(__always) mutating func addStart(wait: SimDuration) {
    started += 1
    guard wait > .zero else { return }
    let length = Double(wait.microseconds)
    delayed += 1
    waitSum_us += length
    waitSquares_us2 += length * length
    longestWait_us = max(longestWait_us, wait.microseconds)
  }

  @inlinable @inline(__always) mutating func addFinish(sojourn: SimDuration) {
    finished += 1
    sojournSum_us += Double(sojourn.microseconds)
  }

  /// A level summed over time: exact in whole numbers, which cost no conversion, as long as those suffice.
  @usableFromInline struct Area: Sendable, BitwiseCopyable {
    @usableFromInline var whole: Int64 = 0
    @usableFromInline var beyond = 0.0

    @inlinable init() {}

    @inlinable var value: Double { beyond + Double(whole) }

    @inlinable @inline(__always) mutating func add(_ level: Int, _ elapsed: Int64) {
      let (product, overflow) = Int64(level).multipliedReportingOverflow(by: elapsed)
      let (sum, carry) = whole.addingReportingOverflow(product)
      if overflow || carry { addBeyond(level, elapsed) } else { whole = sum }
    }

    @usableFromInline @inline(never) mutating func addBeyond(_ level: Int, _ elapsed: Int64) {
      beyond += Double(whole) + Double(level) * Double(elapsed)
      whole = 0
    }
  }
}
