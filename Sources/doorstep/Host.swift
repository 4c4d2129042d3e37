@preconcurrency import Glibc

/// What the machine says about itself and about this process.
enum Host {
  /// Seconds on a clock that only goes forward.
  static func seconds() -> Double { (ContinuousClock.now - begin) / .seconds(1) }

  private static let begin = ContinuousClock.now

  /// The largest resident set of this process so far, in bytes.
  static func peakRSSBytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1_024
  }

  /// What this process has taken of the processors so far, in seconds.
  static func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// The reason that the last system call failed.
  static func lastError() -> String { String(cString: strerror(errno)) }
}
