import Testing

@testable import Dashboard

@Suite("Faults of the reference store")
struct StoreFaultTests {
  @Test("A text names what goes wrong, and a wrong one is told")
  func text() throws {
    let faults = try StoreFaults("latency=50ms:0.01,error=0.02,stall=1s@10s,lost-update=0.05", seed: 7)
    #expect(faults.slow == 0.01 && faults.slowBy == 0.05 && faults.errors == 0.02 && faults.lostUpdates == 0.05)
    #expect(faults.stallFor == 1 && faults.stallEvery == 10)
    for (text, reason) in [
      ("latency=50ms", "latency is written as 50ms:0.01"), ("error=2", "\"2\" is no probability"),
      ("stall=10s@1s", "a stall is shorter than the time between stalls"), ("fire=1", "there is no fault \"fire\""),
      ("stall=1@10s", "\"1\" is no time"), ("error", "is not of the form name=value"),
    ] {
      do throws(StoreFaults.Problem) {
        _ = try StoreFaults(text, seed: 1)
        Issue.record("\(text) was read")
      } catch { #expect(error.reason.contains(reason), "\(error.reason)") }
    }
  }

  @Test("The same seed strikes the same requests, as often as was asked for")
  func seed() throws {
    let faults = try StoreFaults("error=0.2,lost-update=0.1", seed: 7)
    let struck = (0..<5_000).filter { faults.fate(UInt64($0)).fails }
    #expect(struck == (0..<5_000).filter { faults.fate(UInt64($0)).fails })
    // 5,000 draws of 0.2 and 0.1: six standard deviations on both sides.
    #expect(abs(struck.count - 1_000) < 170)
    #expect(abs((0..<5_000).count { faults.losesUpdate(UInt64($0)) } - 500) < 130)
    #expect(try StoreFaults("error=0.2", seed: 8).fate(3).delay == 0)
  }

  @Test("The store stands still at the beginning of each period but the first")
  func stalls() throws {
    let faults = try StoreFaults("stall=1s@10s", seed: 1)
    #expect(faults.stall(at: 0.5) == 0 && faults.stall(at: 10.25) == 0.75 && faults.stall(at: 11.5) == 0)
    #expect(StoreFaults.none.stall(at: 10.5) == 0)
  }
}
