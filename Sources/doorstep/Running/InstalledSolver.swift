import Foundation
import Planning

/// HiGHS from the folder that `tools/solver` fills or from the system; from the file that `DOORSTEP_HIGHS` names, where it does.
///
/// - Parameter otherwise: What can be done without it.
/// - Throws: ``Failure`` with ``ExitCode/usage``, which names the command that installs it.
func installedSolver(or otherwise: String? = nil) throws -> HighsSolver {
  let named = ProcessInfo.processInfo.environment["DOORSTEP_HIGHS"].map { [$0] }
  do throws(HighsSolver.Failure) {
    return try HighsSolver(libraries: named ?? solverPlaces() + ["libhighs.so.1", "libhighs.so"])
  } catch {
    throw Failure(
      .usage, "\(error)", help: ["run tools/solver", otherwise].compactMap { $0 }.joined(separator: ", or "))
  }
}

/// Where `tools/solver` puts the library: the build folder that this command lies in, or that of the folder it runs in.
private func solverPlaces() -> [String] {
  var places: [String] = []
  var folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  while folder.path != "/" {
    if folder.lastPathComponent == ".build" { places.append(folder.appending(path: "highs/libhighs.so.1").path) }
    folder = folder.deletingLastPathComponent()
  }
  return places + [".build/highs/libhighs.so.1"]
}
