import Kernel
import Scenario
import TestSupport
import Testing
import TraceFormat

@testable import Logistics

/// The scenario of a file in `scenarios/stress`.
private func stressModel(_ file: String, _ overrides: [String] = []) throws -> Model {
  let path = Places.repository("scenarios/stress/" + file)
  return try Model.build(ScenarioDocument.load(path: path, overrides: overrides, schema: ModelSchema.schema))
}

@Test(
  "Every stress scenario of carriers and borders is valid without a warning, and its thresholds and the conservation laws hold",
  arguments: [
    "dover-closure", "driver-shortage", "label-outage", "ocean-crunch", "postal-peak", "provider-caps", "red-sea",
    "stacked-winter", "suez-2021",
  ])
func stressScenario(name: String) throws {
  let model = try stressModel(name + ".yaml")
  #expect(model.warnings.isEmpty, "\(model.warnings)")
  let result = Simulation(model).run()
  #expect(!result.thresholds.isEmpty && result.thresholds.allSatisfy { $0.outcome == .pass }, "\(result.thresholds)")
  #expect(result.invariants.violations == [])
}

@Suite("Figures of real disruptions")
struct RealDisruptionTests {
  /// How many stand before the line-haul at an instant.
  private func queue(_ run: SmallRun, at instant: String) -> Int {
    let time = SimTime(iso8601: instant)!.microseconds
    let came = run.records.count { $0.kind == CarrierRecord.sorted && $0.time <= time }
    return came - run.records.count { $0.kind == CarrierRecord.lineHaul && $0.time <= time }
  }

  private func crossed(_ run: SmallRun, from: String, until: String) -> Int {
    let (from, until) = (SimTime(iso8601: from)!.microseconds, SimTime(iso8601: until)!.microseconds)
    return run.records.count { $0.kind == CarrierRecord.lineHaul && from <= $0.time && $0.time < until }
  }

  @Test("Dover 2020: 5,000 lorries wait when it opens, 14,659 have crossed by 28 December, and fewer than 60 wait then")
  func dover() throws {
    let run = SmallRun(try stressModel("dover-closure.yaml"))
    // One order is ten lorries; counts are Poisson: 500 ± 22, 1,460 ± 38. Four standard errors, and 5 % for the figures.
    let opening = queue(run, at: "2020-12-22T23:00:00Z")
    #expect(abs(opening - 500) < 110, "\(opening)")
    #expect(crossed(run, from: "2020-12-20T23:00:00Z", until: "2020-12-22T23:00:00Z") == 0)
    let through = crossed(run, from: "2020-12-22T23:00:00Z", until: "2020-12-28T00:00:00Z")
    #expect(abs(through - 1_466) < 225, "\(through)")
    // It opens with less than a third of the capacity, so the queue stays for most of a day.
    let later = queue(run, at: "2020-12-23T12:00:00Z")
    #expect(Double(later) > 0.9 * Double(opening), "\(later)")
    // Who comes between two ferries waits for the next one; the queue is who is left when one has gone.
    let end = queue(run, at: "2020-12-27T23:31:00Z")
    #expect(end * 10 < 60, "\(end)")
    // With the whole capacity at once it is gone earlier.
    let free = SmallRun(try stressModel("dover-closure.yaml", ["disruptions.border.restore.from=1"]))
    #expect(queue(free, at: "2020-12-24T23:00:00Z") < 150 && queue(run, at: "2020-12-24T23:00:00Z") > 250)
  }

  @Test("Suez 2021: some 325 ships wait when it is free, and the queue is gone five to seven days later")
  func suez() throws {
    let run = SmallRun(try stressModel("suez-2021.yaml"))
    let waiting = queue(run, at: "2021-03-29T13:05:00Z")
    #expect(abs(waiting - 325) < 90, "\(waiting)")
    #expect(queue(run, at: "2021-04-02T12:00:00Z") > 60)
    #expect(queue(run, at: "2021-04-05T16:00:00Z") < 45)
  }

  @Test("A label interface that fails four hours before the cut-off makes the orders of that day late, and costs a day")
  func labels() throws {
    let struck = SmallRun(try stressModel("label-outage.yaml"))
    let quiet = SmallRun(try stressModel("label-outage.yaml", ["disruptions.labels.probability=0"]))
    #expect(struck.result.late > quiet.result.late, "\(struck.result.late), \(quiet.result.late)")
    let day = SimTime(iso8601: "2026-11-30T23:00:00Z")!.microseconds
    func loaded(_ run: SmallRun) -> Int { run.records.count { $0.kind == CarrierRecord.pickedUp && $0.time == day } }
    #expect(loaded(struck) < loaded(quiet) - 50, "\(loaded(struck)), \(loaded(quiet))")
  }

  @Test("The post in the peak of 2020: 87.5 % on time, nine points less than in quiet weeks")
  func post() throws {
    func onTime(_ overrides: [String]) throws -> Double {
      1 - (try #require(Simulation(try stressModel("postal-peak.yaml", overrides)).run().lateShare))
    }
    // The peak all the time, and never: 8,600 deliveries each, of 63 departures that share a tenth of their delay.
    let peak = try onTime(["disruptions.peak.at=2020-11-15T00:00:00Z", "disruptions.peak.lasts=90 d"])
    let quiet = try onTime(["disruptions.peak.probability=0"])
    #expect(abs(peak - 0.875) < 0.025, "\(peak)")
    #expect(abs(quiet - peak - 0.09) < 0.025, "\(quiet)")
  }
}
