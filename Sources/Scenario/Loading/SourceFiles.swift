import Foundation

/// The texts a scenario came from: files, packs and overrides, in the order of loading.
struct SourceFiles: Sendable {
  struct File: Sendable {
    /// The name in messages.
    var name: String
    /// The folder that paths in it are relative to; nil when it has none of its own.
    var folder: String?
  }

  private(set) var files: [File] = []
  /// Folders in which a file that is not in its place is looked for.
  var otherFolders: [String] = []

  /// Adds a text and returns its number.
  mutating func add(_ name: String, folder: String?) -> Int {
    files.append(File(name: name, folder: folder))
    return files.count - 1
  }

  /// The folder of the scenario's own file.
  var mainFolder: String { files.first?.folder ?? "" }

  func mark(_ place: Place) -> Mark {
    Mark(
      file: files[Int(place.file)].name, line: Int(place.line), column: Int(place.column), fileIndex: Int(place.file))
  }

  /// A path written in one file, as it would be written in the scenario's own file.
  func relative(_ path: String, from place: Place) -> String {
    guard let folder = files[Int(place.file)].folder, folder != mainFolder, !path.hasPrefix("/") else { return path }
    return Self.relative(Self.join(folder, path), to: mainFolder)
  }

  /// The path to open for a path from the main folder: there, or the first of that name in another folder.
  func locate(_ path: String) -> String {
    let place = Self.join(mainFolder, path)
    if otherFolders.isEmpty || FileManager.default.fileExists(atPath: place) { return place }
    let parts = path.split(separator: "/")
    let inside = parts.drop { $0 == ".." }.joined(separator: "/")
    let found = otherFolders.lazy.flatMap { [Self.join($0, inside), Self.join($0, String(parts.last ?? ""))] }
    return found.first { FileManager.default.fileExists(atPath: $0) } ?? place
  }

  /// A path from the main folder as a path from another folder, whatever the working folder is.
  func relative(_ path: String, toFolder folder: String) -> String {
    func whole(_ path: String) -> String {
      URL(fileURLWithPath: path.isEmpty ? "." : path).resolvingSymlinksInPath().standardizedFileURL.path
    }
    return Self.relative(Self.join(whole(mainFolder), path), to: whole(folder))
  }

  /// The folder of a path; empty for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path below a folder, without `.` and `..` where they can be resolved.
  static func join(_ folder: String, _ path: String) -> String {
    path.hasPrefix("/") || folder.isEmpty ? normalised(path) : normalised(folder + "/" + path)
  }

  /// The way from a folder to a path, both relative to the same place.
  static func relative(_ path: String, to folder: String) -> String {
    let from = normalised(folder).split(separator: "/")
    let to = normalised(path).split(separator: "/")
    guard path.hasPrefix("/") == folder.hasPrefix("/"), !from.contains("..") else { return path }
    let common = zip(from, to).prefix { $0 == $1 }.count
    return (from.dropFirst(common).map { _ in ".." } + to.dropFirst(common)).joined(separator: "/")
  }

  private static func normalised(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
