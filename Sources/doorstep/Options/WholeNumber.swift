import ArgumentParser

/// Reads an option's whole number, and says the range when it is none.
///
/// With `parsing: .unconditional` a value below zero is not mistaken for an option.
func wholeNumber<Number: FixedWidthInteger & Sendable>(
  in range: ClosedRange<Number>
) -> @Sendable (String) throws -> Number {
  { text in
    guard let number = Number(text), range.contains(number) else {
      throw ValidationError("write a whole number, \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
