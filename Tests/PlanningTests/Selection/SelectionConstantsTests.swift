import Planning
import Testing

@Suite("Constants of ranking and selection")
struct SelectionConstantsTests {
  @Test(
    "Kim and Nelson's eta and h squared (KA-44)",
    arguments: [
      (2, 20, 0.1371375, 5.2112247), (5, 20, 0.2372383, 9.0150560), (10, 20, 0.3029338, 11.5114845),
      (10, 10, 0.8590834, 15.4635017),
    ])
  func kimNelson(systems: Int, firstStage: Int, eta: Double, hSquared: Double) throws {
    let constants = try KimNelson.Constants(systems: systems, level: 0.95, firstStage: firstStage)
    #expect(abs(constants.eta - eta) < 5e-8 && abs(constants.hSquared - hSquared) < 5e-8, "\(constants)")
  }

  /// To nine digits by the trapezoid rule at a fourth of the step and by Simpson's rule in other coordinates. The six digits in
  /// print (2.452468, 3.385403, 3.875249; 2.373127, 3.241954, 3.686751) are up to 3e-5 smaller: the error of their quadrature.
  @Test(
    "Rinott's h by integration (KA-45)",
    arguments: [
      (2, 20, 2.452473253, 2.452468), (5, 20, 3.385418732, 3.385403), (10, 20, 3.875276636, 3.875249),
      (2, 50, 2.373128967, 2.373127), (5, 50, nil, 3.241954), (10, 50, nil, 3.686751),
    ] as [(Int, Int, Double?, Double)])
  func rinott(systems: Int, firstStage: Int, converged: Double?, printed: Double) throws {
    let h = try Rinott(systems: systems, level: 0.95, firstStage: firstStage).h
    if let converged { #expect(abs(h - converged) < 2e-9, "\(h)") }
    #expect(abs(h - printed) < 3e-5, "\(h)")
  }

  @Test(
    "With two observations a system Rinott's constant is large but found: the tail of one degree of freedom is long")
  func fewObservations() throws {
    let few = try Rinott(systems: 2, level: 0.95, firstStage: 2).h
    let more = try Rinott(systems: 2, level: 0.95, firstStage: 3).h
    #expect(few > more && more > 2.452468 && few < 50, "\(few) \(more)")
  }

  @Test("A second stage grows with the variance and shrinks with the square of the zone")
  func secondStage() throws {
    let rinott = try Rinott(systems: 2, level: 0.95, firstStage: 20)
    #expect(rinott.replications(variance: 0, delta: 1) == 20)
    #expect(rinott.replications(variance: 100, delta: 1) == 602)
    #expect(rinott.replications(variance: 100, delta: 2) == 151)
  }

  @Test("What makes no sense is refused")
  func refusals() {
    #expect(throws: PlanningError.self) { try KimNelson.Constants(systems: 1, level: 0.95, firstStage: 20) }
    #expect(throws: PlanningError.self) { try KimNelson.Constants(systems: 4, level: 0.25, firstStage: 20) }
    #expect(throws: PlanningError.self) { try KimNelson.Constants(systems: 2, level: 0.95, firstStage: 1) }
    #expect(throws: PlanningError.self) { try Rinott(systems: 2, level: 1, firstStage: 20) }
    #expect(throws: PlanningError.self) {
      try KimNelson(KimNelson.Constants(systems: 2, level: 0.95, firstStage: 20), delta: 0)
    }
  }
}
