import Experiments
import Foundation

/// The books of accepted fingerprints: for each scenario the nearest `fingerprints.csv` in its folder or above it.
struct BookShelf: Sendable {
  /// The name of a book.
  static let name = "fingerprints.csv"

  /// The one book for all, where it was named.
  let path: String?
  private let fallback: String

  /// Books beside the scenarios; one file for all when it is named.
  ///
  /// - Parameters:
  ///   - path: The book to use.
  ///   - root: The folder that gets a book when there is none.
  init(path: String?, root: String) {
    self.path = path
    fallback = Self.join(root, Self.name)
  }

  /// A scenario in its book.
  struct Place: Sendable {
    /// The book's file.
    var path: String
    /// What is in it; nil when there is no such file.
    var book: FingerprintBook?
    /// What the book calls the scenario.
    var scenario: String
  }

  /// Where a scenario's fingerprints are.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/usage`` when the book cannot be read.
  func place(of file: String) throws -> Place {
    let found = path ?? above(file).first { FileManager.default.fileExists(atPath: $0) } ?? fallback
    return Place(path: found, book: try Self.read(found), scenario: Self.relative(file, to: folder(of: found)))
  }

  /// Reads a book; nil when there is none.
  static func read(_ path: String) throws -> FingerprintBook? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do { return try FingerprintBook(parsing: String(contentsOfFile: path, encoding: .utf8)) } catch {
      throw Failure(
        .usage, "cannot read the fingerprints \"\(path)\": \(error)",
        help: "restore the file, or accept anew without it")
    }
  }

  /// Books in the folder of a file and in those above it, as its path names them, the nearest first.
  private func above(_ file: String) -> [String] {
    var folders: [String] = []
    var folder = folder(of: file)
    while !folder.isEmpty, folder != "/", !folder.hasSuffix("..") {
      folders.append(folder)
      folder = doorstep.folder(of: folder)
    }
    return (folders + [folder]).map { Self.join($0, Self.name) }
  }

  private func folder(of file: String) -> String { doorstep.folder(of: file) }

  static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// A file's path from a folder; with steps up where it is not inside.
  private static func relative(_ file: String, to folder: String) -> String {
    let parts = URL(filePath: file).standardizedFileURL.pathComponents
    let base = URL(filePath: folder.isEmpty ? "." : folder).standardizedFileURL.pathComponents
    let common = zip(parts, base).prefix { $0.0 == $0.1 }.count
    return (Array(repeating: "..", count: base.count - common) + parts.dropFirst(common)).joined(separator: "/")
  }
}

/// Writes a text beside its place and renames it, so that nothing half-written replaces a good file.
///
/// - Throws: ``Failure`` with ``ExitCode/usage``.
func replaceFile(_ path: String, with text: String) throws {
  let draft = BookShelf.join(folder(of: path), ".doorstep-\(ProcessInfo.processInfo.processIdentifier)")
  var problem: String?
  do { try writeFile(text, to: draft) } catch { problem = error.reason }
  if problem == nil, rename(draft, path) != 0 { problem = Host.lastError() }
  guard let problem else { return }
  try? FileManager.default.removeItem(atPath: draft)
  throw Failure(.usage, "cannot write \"\(path)\": \(problem)", help: "name another file, or make its folder first")
}

/// Tells before the work whether a file could be written after it.
///
/// - Throws: ``Failure`` with ``ExitCode/usage``.
func checkWritable(_ path: String) throws {
  let folder = folder(of: path)
  let place = folder.isEmpty ? "." : folder
  var isFolder: ObjCBool = false
  let isThere = FileManager.default.fileExists(atPath: place, isDirectory: &isFolder)
  let problem: String
  if !isThere || !isFolder.boolValue {
    problem = "there is no folder \"\(place)\""
  } else if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
    problem = "it is a folder"
  } else if !FileManager.default.isWritableFile(atPath: place) {
    problem = "the folder \"\(place)\" is not to be written to"
  } else {
    return
  }
  throw Failure(.usage, "cannot write \"\(path)\": \(problem)", help: "name another file, or make its folder first")
}
