import Kernel
import Logistics
import Testing

@testable import Experiments

@Suite("Checkpoints") struct CheckpointTests {
  private static var checkpoint: Checkpoint {
    let region = RegionMark(
      code: "DE", events: 12, scheduled: 15, pending: 3, records: 7, times: 1, places: .max, kinds: 0, values: 0xFF)
    return Checkpoint(
      scenario: "name: x\n# \"quoted\" ü\n", scenarioName: "x", scenarioHash: "abc", seed: .max, replication: 4,
      mark: RunMark(
        at: SimTime(iso8601: "2026-11-27T00:00:00Z")!, ordersPlaced: 5, ordersOpen: 2, regions: [region]))
  }

  @Test("What is written is read again")
  func roundTrip() throws {
    #expect(try Checkpoint(text: Self.checkpoint.text()) == Self.checkpoint)
    #expect(Self.checkpoint.fileName == "x-2026-11-27T00:00:00Z.ckpt")
  }

  @Test("Every change of a character is noticed, and so is every cut")
  func damage() throws {
    let text = Self.checkpoint.text()
    let body = text.utf8.count
    for place in stride(from: 0, to: body - 2, by: 7) {
      #expect(throws: CheckpointError.self) { try Checkpoint(text: String(text.prefix(place))) }
    }
    for digit in ["\"events\" : 12", "\"pending\" : 3", "\"seed\" : 18446744073709551615", "ffffffffffffffff"] {
      #expect(throws: CheckpointError.damaged) {
        try Checkpoint(text: text.replacing(digit, with: String(digit.dropLast()) + "0"))
      }
    }
  }

  @Test("Other files, formats and engines are told apart")
  func foreign() throws {
    let text = Self.checkpoint.text()
    #expect(throws: CheckpointError.foreign) { try Checkpoint(text: "name: drop\n") }
    #expect(throws: CheckpointError.foreign) { try Checkpoint(text: "{\"schema\": 1}") }
    #expect(throws: CheckpointError.otherSchema(2)) {
      try Checkpoint(text: text.replacing("\"schema\" : 1", with: "\"schema\" : 2"))
    }
    var other = Self.checkpoint
    other.engineVersion = "9.0.0"
    #expect(throws: CheckpointError.otherEngine("9.0.0")) { try Checkpoint(text: other.text()) }
  }

  @Test("A difference names the region and what moved")
  func differences() {
    var other = Self.checkpoint.mark
    #expect(other.difference(from: Self.checkpoint.mark) == nil)
    other.regions[0].kinds = 9
    #expect(other.difference(from: Self.checkpoint.mark) == "region DE has other kinds")
    other = Self.checkpoint.mark
    other.regions[0].pending = 4
    #expect(other.difference(from: Self.checkpoint.mark) == "region DE has other events")
  }
}
