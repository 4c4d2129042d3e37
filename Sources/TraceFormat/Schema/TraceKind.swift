/// One kind of record: its number, its name, and the fields it uses.
public struct TraceKind: Hashable, Sendable {
  /// The number in ``TraceRecord/kind``; unique in a header.
  public var id: UInt16
  /// The name that readers see, such as `orderCreated`; unique in a header.
  public var name: String
  /// The fields in the order of the slots; a slot occurs at most once.
  public var fields: [TraceField]

  /// Makes a kind.
  public init(id: UInt16, name: String, fields: [TraceField]) {
    self.id = id
    self.name = name
    self.fields = fields.sorted { $0.slot.rawValue < $1.slot.rawValue }
  }

  /// The field that lives in a slot, or nil when the kind leaves the slot empty.
  public func findField(_ slot: TraceSlot) -> TraceField? { fields.first { $0.slot == slot } }
}

/// A place in ``TraceRecord`` that a kind may give a meaning.
public enum TraceSlot: UInt8, CaseIterable, Sendable {
  case entity = 0
  case value = 1
  case aux = 2
  case node = 3
  case country = 4
  case flags = 5
}

/// What one slot means for one kind of record.
public struct TraceField: Hashable, Sendable {
  /// Where the number stands.
  public var slot: TraceSlot
  /// The name that readers see, such as `order` or `amount_minor`.
  public var name: String
  /// The unit of the number.
  public var unit: TraceUnit
  /// The name of the ``TraceDictionary`` that the number indexes, or nil when the number speaks for itself.
  public var dictionary: String?

  /// Makes a field.
  public init(_ slot: TraceSlot, _ name: String, _ unit: TraceUnit = .none, dictionary: String? = nil) {
    self.slot = slot
    self.name = name
    self.unit = unit
    self.dictionary = dictionary
  }
}

/// A unit as readers see it: any short text; the common ones have names here.
public struct TraceUnit: RawRepresentable, Hashable, Sendable {
  /// The text in the file.
  public var rawValue: String

  /// Makes a unit from its text.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A code, an id, an index: nothing to add up.
  public static let none = TraceUnit(rawValue: "")
  /// A number of things.
  public static let count = TraceUnit(rawValue: "count")
  /// Whole minor units of the scenario's currency.
  public static let minor = TraceUnit(rawValue: "minor")
  /// Microseconds.
  public static let microseconds = TraceUnit(rawValue: "us")
  /// An instant in microseconds since the epoch.
  public static let instant = TraceUnit(rawValue: "us_epoch")
  /// Grams.
  public static let grams = TraceUnit(rawValue: "g")
  /// Cubic centimetres.
  public static let cubicCentimetres = TraceUnit(rawValue: "cm3")
  /// Millionths: a ratio as an integer.
  public static let millionths = TraceUnit(rawValue: "1e-6")
}

/// A list of texts that records point into by index: nodes, countries, reasons, SKUs.
public struct TraceDictionary: Hashable, Sendable {
  /// The name that ``TraceField/dictionary`` refers to; unique in a header.
  public var name: String
  /// The texts; a record's number is an index into them.
  public var values: [String]

  /// Makes a dictionary.
  public init(name: String, values: [String]) {
    self.name = name
    self.values = values
  }
}
