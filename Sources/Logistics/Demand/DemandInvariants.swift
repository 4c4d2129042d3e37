extension DemandDepartment {
  /// Checks that every visit handed over was received.
  func check(_ report: inout InvariantReport) { checkHandedOver(&report) }
}
