internal import Glibc

/// A file that is written from front to back under a provisional name and takes its final name when it is whole.
final class OutputFile {
  /// What the operating system said.
  struct Failure: Error {
    var code: Int32
  }

  let path: String
  /// Where the bytes stand until ``publish()``.
  let partialPath: String
  /// The bytes of the file so far.
  private(set) var size: UInt64 = 0
  /// Bytes after which a write fails as on a full disk; for tests.
  private let limit: UInt64
  private var descriptor: Int32

  init(path: String, suffix: String = ".partial", limit: UInt64 = .max) throws(TraceError) {
    self.path = path
    self.limit = limit
    partialPath = path + suffix
    descriptor = open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else { throw .system(operation: "create", path: partialPath, code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .notAFile(path: partialPath)
    }
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  /// Appends all bytes, or throws; then some of them may stand in the file.
  func append(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    guard size + UInt64(bytes.count) <= limit else { throw Failure(code: ENOSPC) }
    var done = 0
    while done < bytes.count {
      let written = write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      if written < 0 {
        if errno == EINTR { continue }
        throw Failure(code: errno)
      }
      done += written
    }
    size += UInt64(bytes.count)
  }

  /// Cuts off what a failed append left behind.
  func trim() { _ = ftruncate(descriptor, off_t(size)) }

  /// Closes the file under its provisional name.
  func close() throws(Failure) {
    let code = Glibc.close(descriptor)
    let reason = errno
    descriptor = -1
    if code != 0 { throw Failure(code: reason) }
  }

  /// Closes the file and removes it.
  func discard() {
    try? close()
    unlink(partialPath)
  }

  /// Closes the file and gives it its final name, in place of what had it.
  func publish() throws(Failure) {
    try close()
    guard rename(partialPath, path) == 0 else { throw Failure(code: errno) }
  }
}
