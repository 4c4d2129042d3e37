/// Proves that the runner can fail: plants a fault for every check, and looks whether each is caught.
struct TestCanary {
  let threads: Int
  let kind: ScenarioCases

  /// Plants faults in the first case.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/internalError`` when a fault is not caught.
  func run(_ tests: [TestCase]) throws {
    let file = tests[0].arguments[0]
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
