import Foundation
import Scenario

/// The files that a test is asked about: those that are cases, and those that are not, with the reason.
struct CaseFiles {
  /// A file that is no case.
  struct Skipped: Sendable {
    /// The file.
    var path: String
    /// Why.
    var reason: String
  }

  /// Cases by kind and file.
  private(set) var cases: [TestCase] = []
  private(set) var skipped: [Skipped] = []

  /// Looks through files and folders.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/usage`` when there is no such file or folder.
  init(_ paths: [String], kinds: [any CaseKind]) throws {
    var files: [String] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Failure(
          .usage, "there is no file or folder \"\(path)\"", help: "name scenarios, or folders with scenarios")
      }
      files += isFolder.boolValue ? Self.scenarios(in: path, depth: 0) : [path]
    }
    var seen: Set<String> = []
    for file in files where seen.insert(file).inserted { add(file, kinds) }
  }

  private mutating func add(_ file: String, _ kinds: [any CaseKind]) {
    guard let keys = ScenarioDocument.topLevelKeys(path: file) else {
      // What cannot be read is the business of the kind that tells why.
      cases += kinds[0].cases(of: file)
      return
    }
    guard let kind = kinds.first(where: { $0.claims(keys) }) else {
      skipped.append(Skipped(path: file, reason: "no scenario: it has no name, so others include it"))
      return
    }
    cases += kind.cases(of: file)
  }

  private static func scenarios(in folder: String, depth: Int) -> [String] {
    guard depth < 32 else { return [] }
    let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    return names.filter { !$0.hasPrefix(".") }.flatMap { name -> [String] in
      let path = base + "/" + name
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      if isFolder.boolValue { return scenarios(in: path, depth: depth + 1) }
      return name.hasSuffix(".yaml") || name.hasSuffix(".yml") ? [path] : []
    }
  }
}
