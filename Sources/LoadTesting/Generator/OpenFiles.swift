import Glibc

/// The files that a process may have open at once: each connection is one.
enum OpenFiles {
  /// What a load needs beside its connections.
  private static let beside = 64

  /// Raises the process's own limit as far as it goes where connections need it.
  ///
  /// - Throws: ``LoadError`` where that is not far enough: the connections would fail here, and look as if the server refused them.
  static func allow(_ connections: Int) throws(LoadError) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    let wanted = rlim_t(connections + beside)
    guard limit.rlim_cur < wanted else { return }
    let allowed = limit.rlim_max
    limit.rlim_cur = min(wanted, allowed)
    if allowed >= wanted, setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 { return }
    throw LoadError(
      "\(connections) connections need \(wanted) open files, and the system allows \(allowed): raise it with ulimit -n, or ask for fewer --connections"
    )
  }
}
