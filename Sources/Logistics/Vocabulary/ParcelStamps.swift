import Kernel

/// When a parcel passed the steps of its way: what its lateness is blamed on, should it be late.
///
/// Hundredths of a second since the start of the run, counted from 1 and rounded up, so that an instant just after a cut-off
/// stays after it; 0 for a step that it did not take. 497 days fit.
struct ParcelStamps: BitwiseCopyable, Sendable {
  var pooled: UInt32 = 0
  var waved: UInt32 = 0
  var picked: UInt32 = 0
  var packed: UInt32 = 0
  var staged: UInt32 = 0
  var pickedUp: UInt32 = 0
  var sorted: UInt32 = 0
  var departed: UInt32 = 0
  var arrived: UInt32 = 0
  var holdEnded: UInt32 = 0
  var lodged: UInt32 = 0
  var examined: UInt32 = 0
  var cleared: UInt32 = 0
  /// The first route, and the first attempt if it failed.
  var routed: UInt32 = 0
  var failed: UInt32 = 0

  /// The stamp of an instant.
  @inline(__always) static func stamp(_ time: SimTime, start: SimTime) -> UInt32 {
    UInt32(clamping: ((time - start).microseconds &+ 9_999) / 10_000 &+ 1)
  }

  /// The instant of a stamp; nil for a step not taken.
  static func time(_ stamp: UInt32, start: SimTime) -> SimTime? {
    stamp == 0 ? nil : start + .microseconds((Int64(stamp) - 1) * 10_000)
  }
}

extension RegionState {
  /// The stamp of an instant of this run.
  @inline(__always) func stamp(_ time: SimTime) -> UInt32 { ParcelStamps.stamp(time, start: runStart) }
}
