@preconcurrency import Glibc

/// What the machine says about itself and about this process.
enum Host {
  /// Seconds on a clock that only goes forward.
  static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The largest resident set of this process so far, in bytes.
  static func peakRSSBytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1_024
  }

  /// The reason that the last system call failed.
  static func lastError() -> String { String(cString: strerror(errno)) }
}
