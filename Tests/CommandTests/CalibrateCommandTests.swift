import Foundation
import Testing

/// The summary of a load on a pool of 8 servers, each 10 ms in the mean and exponential: Erlang's mean response times.
func writeSummary(_ doorstep: Tool, _ rate: Int, mean: Double, failed: Int = 0, _ more: String = "") throws {
  try FileManager.default.createDirectory(
    at: doorstep.folder.appending(path: "at-\(rate)"), withIntermediateDirectories: true)
  try doorstep.write(
    """
    {"schema": 1, "requests": {"answered": 60000, "failed": \(failed)}, \(more)"sent_per_s": \(rate),
     "times_ms": {"service": {"mean": \(mean), "p50": 6.93, "p90": 20.2}, "response": null}}
    """, to: "at-\(rate)/summary.json")
}

@Suite struct CalibrateCommandTests {
  private let loads = ["--from-load", "at-200", "--from-load", "at-500", "--from-load", "at-700"]

  private func prepare(_ doorstep: Tool) throws {
    for (rate, mean) in [(200, 10.0019), (500, 10.5576), (700, 16.3532)] {
      try writeSummary(doorstep, rate, mean: mean)
    }
  }

  @Test("Eight servers of 10 ms are found from three loads, and a scenario takes the fields")
  func eight() throws {
    try withTool { doorstep in
      try prepare(doorstep)
      let outcome = try doorstep.run(["calibrate"] + loads + ["--write", "store.yaml", "--format", "json"])
      #expect(outcome.code == 0, "\(outcome.err)")
      let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
      let workers = try #require(object["workers"] as? [String: Int])
      #expect(object["schema"] as? Int == 1 && workers["estimate"] == 8)
      let time = try #require((object["service_time_s"] as? [String: Double])?["estimate"])
      #expect(abs(time / 0.01 - 1) < 2e-3)
      let text = String(decoding: try doorstep.bytes(of: "store.yaml"), as: UTF8.self)
      #expect(text.contains("  workers: 8 ") && text.contains(" us "), "\(text)")
      try doorstep.write("include: [\(smoke), store.yaml]\n", to: "fitted.yaml")
      #expect(try doorstep("lint", "fitted.yaml").code == 0)
      #expect(try doorstep.run(["calibrate"] + loads).out.hasSuffix(text))
    }
  }

  @Test("Loads that cannot be fitted are refused with the reason")
  func refusals() throws {
    try withTool { doorstep in
      try prepare(doorstep)
      #expect(try doorstep.run(["calibrate"] + loads.prefix(4)).code == 2)
      let missing = try doorstep.run(["calibrate"] + loads + ["--from-load", "at-900"])
      #expect(missing.code == 2 && missing.err.contains("there is no \"at-900/summary.json\""))
      try writeSummary(doorstep, 900, mean: 400, failed: 5_000)
      let failed = try doorstep.run(["calibrate"] + loads + ["--from-load", "at-900"])
      #expect(failed.code == 2 && failed.err.contains("5000 of 65000 requests failed"), "\(failed.err)")
      // An answer with a wrong status is counted once, and once in a hundred is not too often.
      try writeSummary(doorstep, 900, mean: 400, failed: 500, #""failures": {"status": 500}, "#)
      let few = try doorstep.run(["calibrate"] + loads + ["--from-load", "at-900"])
      #expect(!few.err.contains("requests failed"), "\(few.err)")
      for (more, reason) in [
        (#""invalid": true, "#, "missed its own schedule"), (#""interrupted": true, "#, "was interrupted"),
        (#""aborted_by": "response_p99<1s", "#, "was stopped by response_p99<1s"),
      ] {
        try writeSummary(doorstep, 900, mean: 30, failed: 0, more)
        let unfit = try doorstep.run(["calibrate"] + loads + ["--from-load", "at-900"])
        #expect(unfit.code == 2 && unfit.err.contains(reason), "\(unfit.err)")
      }
      let same = try doorstep.run(["calibrate"] + loads.prefix(4) + loads.prefix(2))
      #expect(same.code == 2 && same.err.contains("2 different rates: 200.0, 500.0"), "\(same.err)")
      try doorstep.write("{}", to: "at-900/summary.json")
      #expect(try doorstep.run(["calibrate"] + loads + ["--from-load", "at-900"]).code == 2)
    }
  }
}
