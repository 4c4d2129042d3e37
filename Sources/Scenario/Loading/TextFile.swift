import Foundation

/// Reads whole files with a limit, and says in plain words why it cannot.
enum TextFile {
  struct Problem: Error {
    var message: String
    var help: String?
  }

  /// The bytes of a file.
  static func read(_ path: String, limit: Int = YAMLText.maximumBytes) throws(Problem) -> [UInt8] {
    // Without waiting for somebody to write into a pipe, which is refused below.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw Problem(message: "this is a folder, not a scenario file", help: "name a file in it")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Problem(message: "this is a pipe or a device, not a file", help: "write the text to a file first")
    }
    if Int(status.st_size) > limit { throw tooLarge(Int(status.st_size), limit) }
    return try read(descriptor, path, expected: Int(status.st_size), limit)
  }

  private static func read(
    _ descriptor: Int32, _ path: String, expected: Int, _ limit: Int
  ) throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path, errno) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      if bytes.count > limit { throw tooLarge(bytes.count, limit) }
    }
  }

  private static func tooLarge(_ size: Int, _ limit: Int) -> Problem {
    Problem(
      message: "the file has \((size + (1 << 20) - 1) >> 20) MB; a scenario may have \(limit >> 20) MB",
      help: "keep data in files of their own and name them in the scenario")
  }

  private static func unreadable(_ path: String, _ code: Int32) -> Problem {
    let reason = String(cString: strerror(code)).lowercased()
    guard code == ENOENT else { return Problem(message: "cannot read the file: \(reason)") }
    let folder = SourceFiles.folder(of: path)
    let neighbours = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    let name = String(path.dropFirst(folder.isEmpty ? 0 : folder.count + 1))
    let near = NearestName.find(name, in: neighbours.sorted())
    return Problem(message: "there is no such file", help: near.map { "did you mean \(SourceFiles.join(folder, $0))?" })
  }
}
