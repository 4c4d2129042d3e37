/// What a service charges for a parcel to one destination, minor units of the report currency.
///
/// A parcel weighs what the scale says or what its volume counts for, whichever is more, in started steps.
struct CarriageTariff: Sendable, BitwiseCopyable {
  var perParcel: Int64
  var perKilogram: Int64
  /// Started steps of weight count in full.
  var gramsPerStep: Int64 = 100
  /// The volume that counts as a kilogram; 0 where only the scale counts.
  var cm3PerKilogram: Int64 = 0
  /// The volume above which it counts.
  var volumeFrom: Int64 = 0
  /// Added to the price for fuel, as a ratio.
  var fuel = 0.0

  /// The weight that is charged, in whole steps.
  func billableGrams(grams: Int64, cm3: Int64) -> Int64 {
    var weight = grams
    if cm3PerKilogram > 0, cm3 > volumeFrom {
      weight = max(weight, (cm3 * 1_000 + cm3PerKilogram - 1) / cm3PerKilogram)
    }
    return (weight + gramsPerStep - 1) / gramsPerStep * gramsPerStep
  }

  /// The price of a parcel.
  func price(grams: Int64, cm3: Int64) -> Int64 {
    let price = perParcel + perKilogram * billableGrams(grams: grams, cm3: cm3) / 1_000
    return fuel == 0 ? price : Int64((Double(price) * (1 + fuel)).rounded())
  }
}

/// The volume of a carton as American carriers measure it since 18 August 2025: every started inch of a side counts.
///
/// - SeeAlso: UPS and FedEx rate guides 2025.
enum CartonVolume {
  /// Cubic centimetres of a carton with sides in inches.
  static func cm3(inches length: Double, _ width: Double, _ height: Double) -> Int64 {
    let cubicInches = length.rounded(.up) * width.rounded(.up) * height.rounded(.up)
    return Int64((cubicInches * 16.387_064).rounded())
  }
}
