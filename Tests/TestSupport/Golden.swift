import Foundation

/// Files that hold what was said before; `RECORD=1` in the environment writes them anew.
public enum Golden {
  /// Compares a text with a file, or writes the file.
  ///
  /// - Returns: nil when they are the same, else a sentence with the first line that differs.
  public static func compare(_ text: String, with path: String) -> String? {
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
        return "cannot write \(path): \(error)"
      }
    }
    let name = (path as NSString).lastPathComponent
    guard let wanted = try? String(contentsOfFile: path, encoding: .utf8) else {
      return "there is no \(name); RECORD=1 writes it"
    }
    guard text != wanted else { return nil }
    let (now, before) = (lines(text), lines(wanted))
    let place = zip(now, before).enumerated().first { $1.0 != $1.1 }?.offset ?? min(now.count, before.count)
    return """
      \(name) is stale from line \(place + 1); RECORD=1 writes it
      now:    \(place < now.count ? now[place] : "(nothing)")
      before: \(place < before.count ? before[place] : "(nothing)")
      """
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
