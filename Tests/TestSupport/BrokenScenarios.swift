import Foundation
public import Scenario

/// Broken scenario files with the messages they must give: `NAME.yaml` and `NAME.expected` side by side.
///
/// A file may begin with lines `# set: path=value`: overrides it is loaded with.
public enum BrokenScenarios {
  /// Loads every file of a folder and compares what is said with what is expected.
  ///
  /// - Parameter load: Reads a file with overrides; returns its warnings, throws its errors.
  /// - Returns: How many files there are, and a sentence for each one that says something else than before.
  public static func check(
    directory: String, load: (_ path: String, _ overrides: [String]) throws -> Diagnostics
  ) throws -> (files: Int, differences: [String]) {
    let files = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".yaml") }.sorted()
    var differences: [String] = []
    for file in files {
      let path = directory + "/" + file
      let said = messages(path, load).replacing(directory + "/", with: "")
      if said.isEmpty { differences.append("\(file) is not broken") }
      if let changed = Golden.compare(said, with: directory + "/" + file.dropLast(5) + ".expected") {
        differences.append(changed)
      }
    }
    return (files.count, differences)
  }

  /// What is said about a file, errors and warnings, with a line feed at the end.
  public static func messages(
    _ path: String, _ load: (_ path: String, _ overrides: [String]) throws -> Diagnostics
  ) -> String {
    do {
      let warnings = try load(path, overrides(path))
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
}
