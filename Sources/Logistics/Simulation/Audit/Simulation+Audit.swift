import Kernel
public import TraceFormat

extension Simulation {
  /// The names of all kinds of records that a run can have.
  public static var recordKinds: [String] { TraceKinds.all.map(\.name) }

  /// Holds a finished run against its own records, read back from the trace that it wrote: a trace of all kinds.
  ///
  /// The laws are those of the trade, such as that nothing is delivered before it is dispatched or sold where it is
  /// prohibited, and that vouchers and books agree. The first finding of each law is kept.
  ///
  /// - Throws: `TraceError` when the trace cannot be read.
  public func audit(_ result: RunResult, against reader: TraceReader) throws -> [AuditFinding] {
    var audit = RecordAudit(model, regions[0].state.disturbances)
    let report = try reader.forEachRecord(order: .merged) { record, region in
      audit.read(record, region: region)
      return true
    }
    audit.log.require(report.isWhole, "a trace with losses", "\(report.losses.first.map { "\($0)" } ?? "")")
    audit.close(regions, result)
    return audit.log.findings
  }
}
