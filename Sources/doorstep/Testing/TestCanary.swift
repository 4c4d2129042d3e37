/// Proves that the runner can fail: plants a fault for every check, and looks whether each is caught.
struct TestCanary {
  let threads: Int
  let kind: ScenarioCases

  /// Plants faults in the first scenario; always fails.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/thresholdFailed`` when all faults are caught, ``ExitCode/internalError`` when one
  ///   is not, ``ExitCode/nothingSelected`` without a scenario.
  func run(_ tests: [TestCase]) throws -> Never {
    guard let file = tests.first(where: { $0.kind == "scenario" })?.arguments[0] else {
      throw Failure(
        .nothingSelected, "no scenario is selected to plant faults in", help: "name a scenario beside studies")
    }
    let runner = TestRunner(threads: threads, quiet: true)
    var missed: [String] = []
    for plant in Plant.allCases {
      var kind = kind
      kind.plant = plant
      kind.replications = plant == .regression ? 3 : 1
      let planted = kind.cases(of: file).prefix(1)
      var outcome = runner.run(Array(planted))[0]
      if plant == .nonDeterminism { runner.repeatRuns(&outcome, planted: true) }
      let isCaught = outcome.findings.contains { $0.code == plant.code && $0.check == plant.check }
      if !isCaught { missed.append(plant.rawValue) }
      try Terminal.out("\(isCaught ? "caught" : "missed")  \(plant.rawValue)  \(file)\n")
    }
    guard missed.isEmpty else {
      throw Failure(.internalError, "planted faults were not caught: \(missed.joined(separator: ", "))")
    }
    throw Failure(
      .thresholdFailed, "the canary fails, as it must: all \(Plant.allCases.count) planted faults were caught",
      help: "exit code 99 is the good news here; a fault that was missed ends with 1")
  }
}

extension Plant {
  /// The check that must find it.
  fileprivate var check: String {
    switch self {
    case .fingerprint: "fingerprint"
    case .threshold: "threshold"
    case .regression: "baseline"
    case .nonDeterminism: "determinism"
    }
  }
}
