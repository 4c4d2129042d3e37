import Foundation
import Testing

/// A trace of recorded orders needs the file of orders again: the same content, wherever it has gone.
@Suite struct RecordedReplayTests {
  private static let scenario = """
    name: history
    start: 2026-11-02T00:00:00Z
    end: 2026-11-20T00:00:00Z
    currency: EUR
    markets: { DE: { timeZone: Europe/Berlin, currency: EUR } }
    skus: { goods: { prices: { DE: 20.00 EUR } } }
    nodes: { seller: { country: DE, process: handOver, holdsStock: false } }
    providers: { post: { status: approved } }
    services: { parcel: { provider: post, from: [seller], to: [DE] } }
    demand:
      recorded:
        file: data/orders.csv
        market: DE
        sku: goods
        columns: { time: time, zone: zone, origin: node }
    """
  private static let orders = "time,zone,node\n2026-11-02T10:00:00Z,all,seller\n2026-11-03T10:00:00Z,all,seller\n"

  private func prepare(_ doorstep: Tool, _ folder: String) throws {
    for name in ["\(folder)/data", "\(folder)/out"] {
      try FileManager.default.createDirectory(
        at: doorstep.folder.appending(path: name), withIntermediateDirectories: true)
    }
    try doorstep.write(Self.scenario, to: "\(folder)/history.yaml")
    try doorstep.write(Self.orders, to: "\(folder)/data/orders.csv")
    let run = try doorstep(
      "run", "\(folder)/history.yaml", "--quiet", "--trace", "\(folder)/out/t.trace.zst", "--out", "\(folder)/out")
    #expect(run.code == 0 && run.out.contains("2 orders"), "\(run.out)\(run.err)")
  }

  @Test("The same scenario in two folders gives the same trace, byte for byte")
  func folders() throws {
    try withTool { doorstep in
      try prepare(doorstep, "here")
      try prepare(doorstep, "elsewhere/below")
      #expect(try doorstep.bytes(of: "here/out/t.trace.zst") == doorstep.bytes(of: "elsewhere/below/out/t.trace.zst"))
    }
  }

  @Test("replay and the resolved scenario find the orders where they were, beside the trace, or in the working folder")
  func places() throws {
    try withTool { doorstep in
      try prepare(doorstep, "here")
      func replay(_ trace: String) throws -> Int32 { try doorstep("replay", "--verify", trace, "--quiet").code }
      let files = FileManager.default
      func move(_ from: String, _ to: String) throws {
        try files.moveItem(at: doorstep.folder.appending(path: from), to: doorstep.folder.appending(path: to))
      }
      #expect(try replay("here/out/t.trace.zst") == 0)
      #expect(try doorstep("lint", "here/out/scenario.resolved.yaml").code == 0)
      try move("here/data/orders.csv", "here/out/orders.csv")
      #expect(try replay("here/out/t.trace.zst") == 0)
      try move("here/out/orders.csv", "orders.csv")
      #expect(try replay("here/out/t.trace.zst") == 0)
      try move("orders.csv", "gone.csv")
      let missing = try doorstep("replay", "--verify", "here/out/t.trace.zst")
      #expect(missing.code == 3 && missing.err.contains("scenario in here/out/t.trace.zst:"), "\(missing.err)")
      #expect(missing.err.contains("cannot read \"../data/orders.csv\": there is no such file"), "\(missing.err)")
    }
  }

  @Test("replay says when the orders are others than those of the trace, and exits 3")
  func changed() throws {
    try withTool { doorstep in
      try prepare(doorstep, "here")
      try doorstep.write(Self.orders + "2026-11-04T10:00:00Z,all,seller\n", to: "here/data/orders.csv")
      let outcome = try doorstep("replay", "--verify", "here/out/t.trace.zst")
      #expect(outcome.code == 3 && outcome.out.isEmpty)
      #expect(outcome.err.contains("error: file \"../data/orders.csv\" has changed: its SHA-256 is "), "\(outcome.err)")
      #expect(outcome.err.contains("put back the file that was used"))
    }
  }
}
