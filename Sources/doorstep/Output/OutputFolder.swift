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
  init(_ path: String) throws {
    self.path = path
    workshop = path + "/.doorstep-\(ProcessInfo.processInfo.processIdentifier)"
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
  }

  /// Makes the files and shows them all, or removes what there is of them.
  func publish(_ names: [String], _ make: (_ place: (String) -> String) throws -> Void) throws {
    defer { discard() }
    do {
      try make { workshop + "/" + $0 }
      for name in names where rename(workshop + "/" + name, path + "/" + name) != 0 {
        throw Failure(.internalError, "cannot write \"\(path)/\(name)\": \(Host.lastError())")
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.internalError, "cannot write results to \"\(path)\": \(reason(error))")
    }
  }

  /// Removes the hidden folder; what was published stays.
  func discard() { try? FileManager.default.removeItem(atPath: workshop) }
}

/// The system's own words for what went wrong with a file.
func reason(_ error: any Error) -> String {
  let error = error as NSError
  if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError, cause.domain == NSPOSIXErrorDomain {
    return String(cString: strerror(Int32(cause.code)))
  }
  return error.domain == NSCocoaErrorDomain ? error.localizedDescription : "\(error)"
}

/// Writes a text to a new file.
func writeFile(_ text: String, to path: String) throws {
  try text.write(toFile: path, atomically: false, encoding: .utf8)
}
