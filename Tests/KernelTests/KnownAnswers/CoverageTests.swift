import Kernel
import Testing

/// Whether intervals over replications are honest: of 200 intervals at 95 %, between 179 and 198 cover the exact value.
///
/// Outside of these bounds a binomial count of 200 at 0.95 falls with a probability of about 0.001.
@Suite struct Coverage {
  @Test("95 % intervals of ten replications cover the share that Erlang B refuses about 190 times in 200")
  func refusedShare() {
    let shares = stationary(limit: 5, birth: { _ in 3 }, death: { Double($0) })
    let covered = (0..<200).count { macro in
      let lost = replicate(10, seed: 1_000 + UInt64(macro)) { streams in
        var (a, b) = (streams["arrivals"][0], streams["work"][0])
        let initial = (0..<draw(shares, &a)).map { _ in b.exponential() }
        let plan = QueueRun.Plan(
          initial: initial, gap: { a.exponential() / 3 }, work: { b.exponential() }, measured: 100)
        return Double(QueueRun(Station(.servers(5), maximumWaiting: 0, kind: Kind.station), plan).refused) / 100
      }
      return ConfidenceInterval(of: Tally(lost), level: 0.95).contains(0.1100543)
    }
    #expect((179...198).contains(covered), "\(covered) of 200")
  }

  @Test("95 % intervals of ten replications cover the number in M/M/1 at 0.5 about 190 times in 200")
  func numberPresent() {
    let covered = (0..<200).count { macro in
      let present = replicate(10, seed: 2_000 + UInt64(macro)) { streams in
        var (a, b) = (streams["arrivals"][0], streams["work"][0])
        let initial = (0..<geometric(0.5, &a)).map { _ in b.exponential() }
        return QueueRun(
          Station(.servers(1), kind: Kind.station),
          .init(initial: initial, gap: { a.exponential() * 2 }, work: { b.exponential() }, horizon: 250)
        ).seen.meanPresent
      }
      return ConfidenceInterval(of: Tally(present), level: 0.95).contains(1)
    }
    #expect((179...198).contains(covered), "\(covered) of 200")
  }
}
