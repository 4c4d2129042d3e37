internal import Glibc

/// A short queue of blocks between the thread that simulates and the thread that writes.
///
/// `push` waits while the queue is full: the simulation slows down to the disk's pace, and nothing is lost.
final class BlockQueue: @unchecked Sendable {
  private let capacity: Int
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  // All below is guarded by `mutex`.
  private var blocks: [RecordBlock] = []
  private var isClosed = false
  private var failure: TraceError?

  init(capacity: Int) {
    self.capacity = capacity
    mutex = .allocate(capacity: 1)
    changed = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
    blocks.reserveCapacity(capacity)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(changed)
    mutex.deallocate()
    changed.deallocate()
  }

  /// Adds a block, waiting for room; throws what the writing thread failed with.
  func push(_ block: RecordBlock) throws(TraceError) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while blocks.count >= capacity && failure == nil { pthread_cond_wait(changed, mutex) }
    if let failure { throw failure }
    blocks.append(block)
    pthread_cond_broadcast(changed)
  }

  /// Takes the oldest block, waiting for one; nil when the queue is closed and empty, or has failed.
  func pop() -> RecordBlock? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while blocks.isEmpty && !isClosed { pthread_cond_wait(changed, mutex) }
    guard !blocks.isEmpty else { return nil }
    let block = blocks.removeFirst()
    pthread_cond_broadcast(changed)
    return block
  }

  /// Says that no block will follow.
  func close() {
    pthread_mutex_lock(mutex)
    isClosed = true
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }

  /// Says that writing failed; whoever waits or comes later gets the error.
  func fail(_ error: TraceError) {
    pthread_mutex_lock(mutex)
    if failure == nil { failure = error }
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }

  /// What writing failed with, if it did.
  var error: TraceError? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return failure
  }
}
