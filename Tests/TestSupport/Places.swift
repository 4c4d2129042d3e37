import Foundation

/// Where the files of tests are.
public enum Places {
  /// A file or folder beside the test that names it.
  public static func beside(_ name: String, file: String = #filePath) -> String {
    (file as NSString).deletingLastPathComponent + "/" + name
  }

  /// A file or folder of the repository.
  public static func repository(_ name: String) -> String {
    let tests = ((#filePath as NSString).deletingLastPathComponent as NSString).deletingLastPathComponent
    return (tests as NSString).deletingLastPathComponent + "/" + name
  }
}
