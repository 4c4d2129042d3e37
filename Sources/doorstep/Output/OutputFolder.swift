import Experiments
import Foundation

/// A folder for the files of a run: they appear in it together when the run is over, or not at all.
///
/// Files are made in a hidden folder beside their place and renamed, so that nothing half-written replaces a good file.
struct OutputFolder {
  /// Where the files go.
  let path: String
  private let workshop: String

  /// Makes the folder when it is missing and checks that it can be written.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/usage`` when it cannot; nothing has run then.
  ///
  /// - Parameter names: Files that will be published: a folder in the place of one is told before the work.
  init(_ path: String, expecting names: [String] = []) throws {
    self.path = path
    workshop = path + "/.doorstep-\(ProcessInfo.processInfo.processIdentifier)"
    if path.isEmpty { throw Failure(.usage, "the output folder has no name", help: "name a folder with --out") }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      throw Failure(.usage, "output folder \"\(path)\" is a file", help: "name another folder with --out")
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try FileManager.default.createDirectory(atPath: workshop, withIntermediateDirectories: false)
    } catch {
      throw Failure(
        .usage, "cannot write to output folder \"\(path)\": \(reason(error))", help: "name another folder with --out")
    }
    for name in names where self.isFolder(path + "/" + name) {
      discard()
      throw failure("\"\(path)/\(name)\"", "it is a folder")
    }
  }

  /// Makes the files and shows them all, or removes what there is of them; what stood there before is then still there.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/usage`` when they cannot be written, for example because the disk is full.
  func publish(_ names: [String], _ make: (_ place: (String) -> String) throws -> Void) throws {
    defer { discard() }
    do { try make { workshop + "/" + $0 } } catch { throw failure("results to \"\(path)\"", reason(error)) }
    for name in names where isFolder(path + "/" + name) { throw failure("\"\(path)/\(name)\"", "it is a folder") }
    for name in names where rename(workshop + "/" + name, path + "/" + name) != 0 {
      throw failure("\"\(path)/\(name)\"", Host.lastError())
    }
  }

  private func failure(_ target: String, _ reason: String) -> Failure {
    Failure(
      .usage, "cannot write \(target): \(reason)",
      help: "make room, or name another folder with --out; what stood there before is untouched")
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Removes the hidden folder; what was published stays.
  func discard() { try? FileManager.default.removeItem(atPath: workshop) }
}

/// The plain words for what went wrong with a file.
func reason(_ error: any Error) -> String {
  if let error = error as? ResultsStoreError { return error.reason }
  if let error = error as? FileError { return error.reason }
  let error = error as NSError
  if error.domain == NSCocoaErrorDomain, error.code == NSFileWriteUnknownError { return "a part of the path is a file" }
  if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError, cause.domain == NSPOSIXErrorDomain {
    return String(cString: strerror(Int32(cause.code)))
  }
  return error.localizedDescription
}

/// A file could not be written.
struct FileError: Error {
  /// The system's own words.
  var reason: String
}

/// Writes a text to a new file.
func writeFile(_ text: String, to path: String) throws(FileError) {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard file >= 0 else { throw FileError(reason: Host.lastError()) }
  var text = text
  let isWhole = text.withUTF8 { Terminal.write(UnsafeRawBufferPointer($0), to: file) }
  let problem = isWhole ? "" : Host.lastError()
  guard close(file) == 0, isWhole else { throw FileError(reason: isWhole ? Host.lastError() : problem) }
}
