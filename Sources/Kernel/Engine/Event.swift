/// What the kernel executes: 24 trivial bytes, a time, a place in the total order, and indices into tables.
public struct Event: Sendable, BitwiseCopyable {
  /// When the event happens.
  public var time: SimTime
  /// The place among events of the same time.
  public var order: EventOrder
  /// Kind, tag and index in one word, which moves in one piece.
  @usableFromInline var payload: UInt64

  /// Makes an event from its parts.
  @inlinable public init(time: SimTime, order: EventOrder, kind: UInt16, tag: UInt16, index: UInt32) {
    self.time = time
    self.order = order
    payload = UInt64(kind) | UInt64(tag) &<< 16 | UInt64(index) &<< 32
  }

  /// What happens; the model numbers its kinds.
  @inlinable public var kind: UInt16 { UInt16(truncatingIfNeeded: payload) }
  /// A small operand of the model's choice: a station, a lane, a generation.
  @inlinable public var tag: UInt16 { UInt16(truncatingIfNeeded: payload &>> 16) }
  /// The row of the entity in the model's tables.
  @inlinable public var index: UInt32 { UInt32(truncatingIfNeeded: payload &>> 32) }

  /// Orders events by time, then priority, then origin, then serial: equal keys do not exist.
  @inlinable public static func precedes(_ a: Event, _ b: Event) -> Bool {
    if a.time.microseconds != b.time.microseconds { return a.time.microseconds < b.time.microseconds }
    return a.order.rawValue < b.order.rawValue
  }
}

/// The order of events of one instant: priority, then the region that scheduled the event, then its serial number there.
///
/// Eight bits of priority, 16 of region and 40 of serial in one word, so that one comparison settles it.
public struct EventOrder: Hashable, Sendable, BitwiseCopyable {
  /// The word that is compared.
  public var rawValue: UInt64

  /// Packs the three parts; serials beyond 40 bits, a million million events of one region, wrap.
  @inlinable public init(priority: EventPriority, origin: RegionID, serial: UInt64) {
    rawValue = UInt64(priority.rawValue) &<< 56 | UInt64(origin.rawValue) &<< 40 | serial & 0xFF_FFFF_FFFF
  }
}

/// What happens first among events of the same instant: lower values first.
public struct EventPriority: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// The priority's number; lower happens first.
  public var rawValue: UInt8

  /// Makes a priority of the model's own.
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A calendar opens or closes: before anything that asks whether it is open.
  @inlinable public static var calendar: EventPriority { EventPriority(rawValue: 16) }
  /// Work ends and capacity is released: before new arrivals at the same instant.
  @inlinable public static var completion: EventPriority { EventPriority(rawValue: 32) }
  /// Everything else.
  @inlinable public static var normal: EventPriority { EventPriority(rawValue: 64) }
  /// A wave or a departure closes: after everything that became ready at the same instant.
  @inlinable public static var cutOff: EventPriority { EventPriority(rawValue: 96) }
  /// Observation only: after all that happens at the instant.
  @inlinable public static var observation: EventPriority { EventPriority(rawValue: 128) }
}

/// A region's number: its place among the logical processes of a run.
public struct RegionID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The place among the processes, from 0.
  public var rawValue: UInt16

  /// Makes the number of the region at that place.
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Orders regions by place.
  @inlinable public static func < (a: RegionID, b: RegionID) -> Bool { a.rawValue < b.rawValue }
}

extension EventOrder {
  /// The region that scheduled the event.
  public var origin: RegionID { RegionID(rawValue: UInt16(truncatingIfNeeded: rawValue &>> 40)) }
  /// Its number there.
  public var serial: UInt64 { rawValue & 0xFF_FFFF_FFFF }

  /// The same with another number.
  public func renumbered(_ serial: UInt64) -> EventOrder {
    EventOrder(
      priority: EventPriority(rawValue: UInt8(truncatingIfNeeded: rawValue &>> 56)), origin: origin, serial: serial)
  }
}
