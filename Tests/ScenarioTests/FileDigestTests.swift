import Foundation
import Testing

@testable import Scenario

/// What a scenario's files contain belongs to it; where they are does not.
@Suite struct FileDigestTests {
  private let root = NSTemporaryDirectory() + "doorstep-" + UUID().uuidString

  private func write(_ name: String, _ text: String) throws -> String {
    let file = root + "/" + name
    try FileManager.default.createDirectory(
      atPath: SourceFiles.folder(of: file), withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    return file
  }

  private func load(_ path: String) throws -> ScenarioDocument {
    try ScenarioDocument.load(path: path, schema: TestSchema.schema)
  }

  private func scenario(_ folder: String, data: String) throws -> String {
    try write("\(folder)/main.yaml", TestSchema.minimal + "data: \(data)\n")
  }

  @Test("the digest of a file is SHA-256 of its bytes, however long it is")
  func known() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    #expect(
      SHA256.hexDigest(ofFile: try write("abc", "abc"))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    for length in [0, 55, 56, 64, 65_535, 65_536, 65_600, 200_001] {
      let text = String(repeating: "x", count: length)
      #expect(SHA256.hexDigest(ofFile: try write("x", text)) == SHA256.hexDigest(of: text), "\(length) bytes")
    }
    #expect(SHA256.hexDigest(ofFile: root) == nil && SHA256.hexDigest(ofFile: "/dev/zero") == nil)
  }

  @Test("the hash covers the content of a file and not its place")
  func hash() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    _ = try write("a/orders.csv", "time,zone\n")
    _ = try write("b/deep/data.csv", "time,zone\n")
    let first = try load(scenario("a", data: "orders.csv"))
    let second = try load(scenario("b", data: "{ value: deep/data.csv, source: assumption }"))
    #expect(first.hash == second.hash)
    #expect(first.resolvedYAML.contains("data: { path: orders.csv, sha256: "))
    #expect(second.resolvedYAML.contains("data: { value: { path: deep/data.csv, sha256: "))
    _ = try write("a/orders.csv", "time,zone\n2026,west\n")
    #expect(try load(root + "/a/main.yaml").hash != first.hash)
    let missing = try load(scenario("c", data: "orders.csv"))
    #expect(missing.hash != first.hash && missing.root[TestSchema.data]?.digest == nil)
  }

  @Test("a resolved scenario refuses a file that has changed, and takes it from where it is told")
  func pinned() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let data = try write("a/orders.csv", "time,zone\n")
    let document = try load(scenario("a", data: "orders.csv"))
    let text = document.resolvedYAML(inFolder: root + "/out")
    #expect(text.contains("path: \"../a/orders.csv\""))
    func parse(_ others: [String] = []) throws -> ScenarioDocument {
      try ScenarioDocument.parse(
        text, name: "the trace", folder: root + "/out", otherFolders: others, schema: TestSchema.schema)
    }
    #expect(try parse().hash == document.hash)
    #expect(try parse().root[TestSchema.data]?.resolved == data)
    try FileManager.default.moveItem(atPath: data, toPath: root + "/orders.csv")
    let found = try parse([root + "/out", root])
    #expect(found.root[TestSchema.data]?.resolved == root + "/orders.csv" && found.hash == document.hash)
    _ = try write("orders.csv", "time,zone\nchanged\n")
    let problems = #expect(throws: Diagnostics.self) { try parse([root]) }
    let problem = try #require(problems?.errors.first)
    #expect(problem.message.hasPrefix("data \"../a/orders.csv\" has changed: its SHA-256 is "))
    #expect(problem.mark.file == "the trace" && problem.mark.line > 0 && problem.help != nil)
  }

  @Test("what is no file says why")
  func malformed() throws {
    for (data, message) in [
      ("{ path: a, sha: b }", "unknown field \"sha\""),
      ("{ path: a, sha256: b }", "sha256 \"b\" is no SHA-256"), ("{ sha256: b }", "sha256 \"b\" is no SHA-256"),
      ("{ sha256: \(String(repeating: "0", count: 64)) }", "has no path"),
    ] {
      let problems = #expect(throws: Diagnostics.self) {
        try ScenarioDocument.parse(TestSchema.minimal + "data: \(data)\n", schema: TestSchema.schema)
      }
      let said = problems?.errors.map(\.message) ?? []
      #expect(said.contains { $0.contains(message) }, "\(said)")
    }
  }
}
