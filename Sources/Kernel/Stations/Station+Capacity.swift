extension Station {
  /// The most servers that the plan ever puts to work at once.
  public var maximumServers: Int { shifts?.maximum ?? core.pointee.servers }

  /// The wait before service that a share of the jobs so far did not exceed; nil without jobs.
  ///
  /// Never too short, too long by at most a 32nd, and never longer than the longest wait.
  public func waitQuantile(_ probability: Double) -> SimDuration? {
    guard let found = waits.quantile(probability) else { return nil }
    let longest = core.pointee.statistics.waitMaximum * 1e6
    return Double(found.microseconds) <= longest ? found : SimDuration(microseconds: Int64(longest.rounded(.up)))
  }

  /// The servers that the plan puts to work, integrated over time, in server-seconds: what busy time is a share of.
  public func serverSeconds(from start: SimTime, to end: SimTime) -> Double {
    if let shifts { return shifts.serverSeconds(from: start, to: end) }
    let open = calendar.map { $0.workBetween(start, end).seconds } ?? (end - start).seconds
    return open * Double(core.pointee.servers)
  }
}
