import Foundation
import Scenario
import Testing

/// Broken scenario files with the messages they must give: `NAME.yaml` and `NAME.expected` side by side.
///
/// A file may begin with lines `# set: path=value`: overrides it is loaded with. `RECORD=1` writes what was said.
enum BrokenScenarios {
  /// Loads every file of a folder and compares what is said with what is expected.
  ///
  /// - Returns: The number of files.
  @discardableResult
  static func check(directory: String, schema: ScenarioSchema) throws -> Int {
    let files = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".yaml") }.sorted()
    for file in files {
      let said = messages(directory + "/" + file, schema).replacing(directory + "/", with: "")
      let expected = directory + "/" + file.dropLast(5) + ".expected"
      if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        try said.write(toFile: expected, atomically: true, encoding: .utf8)
      }
      let wanted = try? String(contentsOfFile: expected, encoding: .utf8)
      #expect(said == wanted, "\(file) says something else; RECORD=1 writes it down")
      #expect(!said.isEmpty, "\(file) is not broken")
    }
    return files.count
  }

  /// What a file's diagnostics say, errors and warnings, with a line feed at the end.
  static func messages(_ path: String, _ schema: ScenarioSchema) -> String {
    do {
      let warnings = try ScenarioDocument.load(path: path, overrides: overrides(path), schema: schema).warnings
      return warnings.isEmpty ? "" : "\(warnings)\n"
    } catch {
      return "\(error)\n"
    }
  }

  private static func overrides(_ path: String) -> [String] {
    let data = FileManager.default.contents(atPath: path) ?? Data()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").prefix { $0.hasPrefix("# set: ") }
      .map { String($0.dropFirst(7)) }
  }

  /// The folder of a test file's fixtures.
  static func folder(_ name: String, beside file: String = #filePath) -> String {
    (file as NSString).deletingLastPathComponent + "/" + name
  }
}
