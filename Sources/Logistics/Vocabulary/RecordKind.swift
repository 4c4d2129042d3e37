/// The numbers of trace records: each department owns sixteen.
enum RecordKind {
  static func first(of department: DepartmentID) -> UInt16 { UInt16(department.rawValue) * 16 }
}
