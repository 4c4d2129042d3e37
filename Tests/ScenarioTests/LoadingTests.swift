import Foundation
import Kernel
import Scenario
import TestSupport
import Testing

/// A folder that goes away with the test.
private final class Folder {
  let path = NSTemporaryDirectory() + "doorstep-" + UUID().uuidString
  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    let parent = (file as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    return file
  }

  /// What loading a file says, with the folder's name left out.
  func messages(_ file: String) -> String {
    BrokenScenarios.messages(file) { path, overrides in
      try ScenarioDocument.load(path: path, overrides: overrides, schema: TestSchema.schema).warnings
    }.replacing(path + "/", with: "")
  }
}

@Test("files that cannot be read say why")
func unreadable() throws {
  let folder = try Folder()
  _ = try folder.write("drop.yaml", TestSchema.minimal)
  #expect(
    folder.messages(folder.path + "/dorp.yaml")
      == "dorp.yaml: error: there is no such file\n  help: did you mean drop.yaml?\n")
  _ = try folder.write("sub/x", "")
  #expect(
    folder.messages(folder.path + "/sub")
      == "sub: error: this is a folder, not a scenario file\n  help: name a file in it\n")
  let locked = try folder.write("locked.yaml", TestSchema.minimal)
  try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: locked)
  if !FileManager.default.isReadableFile(atPath: locked) {
    #expect(folder.messages(locked) == "locked.yaml: error: cannot read the file: permission denied\n")
  }
}

@Test("200 MB are refused before they are read")
func tooLarge() throws {
  let folder = try Folder()
  let file = try folder.write("large.yaml", "")
  let handle = try #require(FileHandle(forWritingAtPath: file))
  try handle.truncate(atOffset: 200 << 20)
  try handle.close()
  let said = #expect(throws: Diagnostics.self) { try ScenarioDocument.load(path: file, schema: TestSchema.schema) }
  #expect(said?.errors.map(\.message) == ["the file has 200 MB; a scenario may have 64 MB"])
}

@Test("a file's own values lie over what it includes, later includes over earlier ones")
func includes() throws {
  let folder = try Folder()
  _ = try folder.write(
    "packs/base.yaml",
    """
    include: deeper/markets.yaml
    title: base
    data: base.csv
    demand: { cells: 2, branching: { value: 0.1, source: base } }
    warehouses: { west: { country: US, stations: 10, packTime: { min: 1 s, median: 2 s, p95: 3 s } } }
    lanes: [{ from: west, carrier: post }]
    carriers: { post: { prices: { US: 1 USD } } }
    """)
  _ = try folder.write("packs/deeper/markets.yaml", "markets: { US: { vat: 0.07 } }\ntitle: deep\n")
  _ = try folder.write("second.yaml", "title: second\ndemand: { cells: 6 }\n")
  let main = try folder.write(
    "main.yaml",
    """
    include: [packs/base.yaml, second.yaml, "pack:defaults"]
    start: 2026-11-27T08:00:00Z
    demand: { branching: 0.2 }
    markets: { DE: {} }
    warehouses:
      west: { stations: 20, packTime: { mean: 5 s, cv: 1 } }
      east: { country: US }
    carriers: { post: { prices: { DE: 1 EUR } } }
    """)
  let document = try ScenarioDocument.load(path: main, schema: TestSchema.schema)
  let root = document.root
  #expect(root[TestSchema.title] == "second" && root[TestSchema.cells] == 6 && root[TestSchema.branching] == 0.2)
  #expect(root.source(of: TestSchema.branching) == nil)
  #expect(root.items("markets{}").map(\.name) == ["DE", "US"])
  let west = try #require(root.item("warehouses{}", named: "west"))
  #expect(west[TestSchema.stations] == 20 && west[TestSchema.packTime] == .lognormal(mean: .seconds(5), cv: 1))
  #expect(root.items("lanes[]").count == 1)
  #expect(root.item("carriers{}", named: "post")?[TestSchema.prices].keys.map(\.code) == ["DE"])
  #expect(root[TestSchema.data]?.path == "packs/base.csv")
  #expect(root[TestSchema.data]?.resolved == folder.path + "/packs/base.csv")
  #expect(root[mark: TestSchema.data].description == folder.path + "/packs/base.yaml:3:7")
  let flat = try folder.write("flat.yaml", document.resolvedYAML)
  let again = try ScenarioDocument.load(path: flat, schema: TestSchema.schema)
  #expect(again.hash == document.hash && again.name == "flat")
}

@Test("paths are relative to the file that names them")
func paths() throws {
  let folder = try Folder()
  _ = try folder.write("shared/part.yaml", "data: ../data/orders.csv\n")
  let main = try folder.write("scenarios/main.yaml", "include: ../shared/part.yaml\n" + TestSchema.minimal)
  let root = try ScenarioDocument.load(path: main, schema: TestSchema.schema).root
  #expect(root[TestSchema.data]?.path == "../data/orders.csv")
  #expect(root[TestSchema.data]?.resolved == folder.path + "/data/orders.csv")
}
