/// Why parcels were late, to the microsecond: each parcel's lateness is split among what caused it.
public struct BlameResult: Sendable, Equatable {
  /// Parcels delivered after their promise, and their lateness together.
  public var total = Lateness()
  /// By cause over all countries, the worst first.
  public var causes: [LatenessOf] = []
  /// By destination country in the scenario's order, each by cause, the worst first.
  public var countries: [CountryLateness] = []
  /// By the place that answers for it and the cause, the worst first.
  public var places: [PlaceLateness] = []
  /// By promised day, country and cause, in that order.
  public var days: [DayLateness] = []

  /// Parcels delivered, by promised day and country, in that order: of these some were late.
  public var promised: [DayDeliveries] = []

  /// An empty account.
  public init() {}
}

/// Late parcels and how late they were together.
public struct Lateness: Sendable, Equatable {
  /// Parcels of which this is the main cause.
  public var parcels: Int
  /// Lateness in microseconds: promise to delivery, or the share of it.
  public var microseconds: Int64

  /// So many parcels, so late.
  public init(parcels: Int = 0, microseconds: Int64 = 0) {
    self.parcels = parcels
    self.microseconds = microseconds
  }

  /// The lateness in seconds.
  public var seconds: Double { Double(microseconds) * 1e-6 }

  /// The share of this lateness in another; nil where there is none.
  public func share(of whole: Lateness) -> Double? {
    whole.microseconds == 0 ? nil : Double(microseconds) / Double(whole.microseconds)
  }

  static func + (a: Lateness, b: Lateness) -> Lateness {
    Lateness(parcels: a.parcels + b.parcels, microseconds: a.microseconds + b.microseconds)
  }
}

/// What one cause did.
public struct LatenessOf: Sendable, Equatable {
  /// The cause in words, `customs officers`.
  public var cause: String
  /// The cause as a key, `customs_officers`.
  public var key: String
  /// What it did.
  public var lateness: Lateness

  /// A cause and what it did.
  public init(cause: String, key: String, lateness: Lateness) {
    self.cause = cause
    self.key = key
    self.lateness = lateness
  }
}

/// Why parcels to one country were late.
public struct CountryLateness: Sendable, Equatable {
  /// ISO 3166-1 alpha-2 code of the destination.
  public var country: String
  /// By cause, the worst first.
  public var causes: [LatenessOf]

  /// A country and its causes.
  public init(country: String, causes: [LatenessOf]) {
    self.country = country
    self.causes = causes
  }
}

/// What one place did by one cause.
public struct PlaceLateness: Sendable, Equatable {
  /// The node, service, provider, zone or market by its name.
  public var place: String
  /// What it did.
  public var of: LatenessOf

  /// A place and what it did.
  public init(place: String, of: LatenessOf) {
    self.place = place
    self.of = of
  }
}

/// What one cause did to one country's parcels promised for one day.
public struct DayLateness: Sendable, Equatable {
  /// The promised day on the market's calendar, as days since 1970-01-01.
  public var day: Int
  /// ISO 3166-1 alpha-2 code of the destination.
  public var country: String
  /// What it did.
  public var of: LatenessOf

  /// A day, a country and what a cause did.
  public init(day: Int, country: String, of: LatenessOf) {
    self.day = day
    self.country = country
    self.of = of
  }
}

/// How many of one country's parcels promised for one day were delivered, on time or late.
public struct DayDeliveries: Sendable, Equatable {
  /// The promised day on the market's calendar, as days since 1970-01-01.
  public var day: Int
  /// ISO 3166-1 alpha-2 code of the destination.
  public var country: String
  /// Parcels delivered by the end of the run.
  public var delivered: Int

  /// A day, a country and its deliveries.
  public init(day: Int, country: String, delivered: Int) {
    self.day = day
    self.country = country
    self.delivered = delivered
  }
}
