import Experiments
import Foundation

/// Child processes that share out the worlds of a swarm.
///
/// Which child checks which world does not show in any report. Without ``keepsGoing`` the swarm ends at the first failing
/// world by number: worlds below it are still finished.
struct SwarmCrew {
  let seed: UInt64
  let workers: Int
  var keepsGoing = false
  /// Seconds that one world may take.
  var timeLimit = 60.0
  /// The worlds, at most.
  var numbers = 0..<Int.max
  /// When to stop, on the host's clock; nil when only the number of worlds ends the swarm.
  var deadline: Double?
  /// What children get beside seed and range.
  var arguments: [String] = []
  var environment: [String: String] = [:]

  private final class Member {
    var worker: SwarmWorker
    /// What is still to be done.
    var rest: Range<Int>

    init(_ worker: SwarmWorker, _ rest: Range<Int>) {
      self.worker = worker
      self.rest = rest
    }
  }

  private static let batch = 16

  /// Checks the worlds in their order; returns their reports by number.
  func run(_ scratch: URL, progress: (WorldReport) -> Void) throws -> [WorldReport] {
    var reports: [WorldReport] = []
    var members: [Member] = []
    var next = numbers.lowerBound
    var failing = Int.max
    func take(_ report: WorldReport) {
      reports.append(report)
      progress(report)
      if report.failure != nil, !keepsGoing { failing = min(failing, report.number) }
    }
    while !Interrupt.isRequested, deadline.map({ Host.seconds() < $0 }) ?? true {
      while members.count < workers, next < min(numbers.upperBound, failing) {
        let range = next..<min(next + Self.batch, numbers.upperBound)
        members.append(Member(try worker(range, scratch), range))
        next = range.upperBound
      }
      for member in members {
        try look(after: member, scratch, take)
        if member.rest.lowerBound > failing { member.rest = member.rest.upperBound..<member.rest.upperBound }
      }
      members.removeAll { $0.rest.isEmpty }
      if members.isEmpty, next >= min(numbers.upperBound, failing) { break }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return reports.filter { $0.number <= failing }.sorted { $0.number < $1.number }
  }

  private func worker(_ range: Range<Int>, _ scratch: URL) throws -> SwarmWorker {
    try SwarmWorker(
      ["--seed", String(seed, radix: 16), "--worker", "\(range.lowerBound)-\(range.upperBound)"] + arguments,
      environment: environment, scratch: scratch)
  }

  /// Takes what a child has to say; a child that died or hangs leaves a failing world, and another one goes on after it.
  private func look(after member: Member, _ scratch: URL, _ take: (WorldReport) -> Void) throws {
    let isRunning = member.worker.isRunning
    for report in member.worker.reports() {
      take(report)
      member.rest = report.number + 1..<max(report.number + 1, member.rest.upperBound)
    }
    guard !member.rest.isEmpty else { return }
    let isHanging = isRunning && member.worker.current != nil && member.worker.secondsOnWorld > timeLimit
    guard !isRunning || isHanging else { return }
    var report = WorldReport(number: member.worker.current ?? member.rest.lowerBound)
    member.worker.kill()
    report.failure =
      isHanging
      ? WorldReport.Failure(.hang, details: "no end after \(Int(timeLimit)) s") : member.worker.epitaph()
    take(report)
    member.rest = report.number + 1..<max(report.number + 1, member.rest.upperBound)
    if !member.rest.isEmpty { member.worker = try worker(member.rest, scratch) }
  }
}
