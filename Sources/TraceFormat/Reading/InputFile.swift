internal import Glibc

/// A file that is read at any offset; nothing is mapped, so that a file that shrinks meanwhile is an error and no crash.
final class InputFile {
  let path: String
  let size: UInt64
  private let descriptor: Int32

  init(path: String) throws(TraceError) {
    self.path = path
    // Without waiting for somebody to write into a pipe: that is no file to read at any offset.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system(operation: "open", path: path, code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      if status.st_mode & S_IFMT == S_IFDIR { throw .system(operation: "read", path: path, code: EISDIR) }
      throw .notAFile(path: path)
    }
    self.descriptor = descriptor
    size = UInt64(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads into the buffer what the file has of a range; fewer bytes at the file's end.
  func read(_ offset: UInt64, _ count: Int, into buffer: ByteWriter) throws(TraceError) -> UnsafeRawBufferPointer {
    buffer.removeAll()
    guard offset < size else { return buffer.bytes }
    let wanted = Int(min(UInt64(count), size - offset))
    let room = buffer.reserve(wanted)
    var done = 0
    while done < wanted {
      let got = pread(descriptor, room + done, wanted - done, off_t(offset) + off_t(done))
      if got < 0 && errno == EINTR { continue }
      if got < 0 { throw .system(operation: "read", path: path, code: errno) }
      if got == 0 { break }
      done += got
    }
    buffer.advance(done)
    return buffer.bytes
  }
}
