extension Station {
  /// The most servers that the plan ever puts to work at once.
  public var maximumServers: Int {
    inner.core.pointee.shifts?.maximum ?? inner.core.pointee.servers
  }

  /// The wait before service that a share of the jobs so far did not exceed, to an eighth of its size; nil without jobs.
  public func waitQuantile(_ probability: Double) -> SimDuration? { inner.core.pointee.waits.quantile(probability) }

  /// The servers that the plan puts to work, integrated over time, in server-seconds: what busy time is a share of.
  public func serverSeconds(from start: SimTime, to end: SimTime) -> Double {
    if let shifts = inner.core.pointee.shifts { return shifts.serverSeconds(from: start, to: end) }
    let open = inner.core.pointee.calendar.map { $0.workBetween(start, end).seconds } ?? (end - start).seconds
    return open * Double(inner.core.pointee.servers)
  }
}
