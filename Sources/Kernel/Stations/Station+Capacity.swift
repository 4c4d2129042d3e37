extension Station {
  /// The most servers that the plan ever puts to work at once.
  public var maximumServers: Int {
    inner.core.pointee.shifts?.maximum ?? inner.core.pointee.servers
  }

  /// The wait before service that a share of the jobs so far did not exceed; nil without jobs.
  ///
  /// Never too short, too long by at most a 32nd, and never longer than the longest wait.
  public func waitQuantile(_ probability: Double) -> SimDuration? {
    guard let found = inner.core.pointee.waits.quantile(probability) else { return nil }
    return min(found, SimDuration(microseconds: inner.core.pointee.statistics.longestWait_us))
  }

  /// The servers that the plan puts to work, integrated over time, in server-seconds: what busy time is a share of.
  public func serverSeconds(from start: SimTime, to end: SimTime) -> Double {
    if let shifts = inner.core.pointee.shifts { return shifts.serverSeconds(from: start, to: end) }
    let open = inner.core.pointee.calendar.map { $0.workBetween(start, end).seconds } ?? (end - start).seconds
    return open * Double(inner.core.pointee.servers)
  }
}
