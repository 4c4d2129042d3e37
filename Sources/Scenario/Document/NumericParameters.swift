/// A number of a resolved scenario that may be changed by itself: a field's value, or one inside a field's list or map.
public struct NumericParameter: Hashable, Sendable {
  /// The path that an override takes, for example `markets.US.returns.rate` or `skus.tee.prices.US`.
  public var path: String
  /// The number as it stands in the resolved scenario, without its unit.
  public var value: Double
  /// The unit, for example `min` or `EUR`; empty when there is none.
  public var unit: String
  /// How many decimals are written.
  public var decimals: Int
  /// Whether only whole numbers make sense.
  public var isWhole: Bool
  /// Whether the scenario says the value, or the schema.
  public var isWritten: Bool
  /// The value's own source, its section's, or that of the declared default; nil when nobody says.
  public var source: String?
  /// The declared bounds where they have the value's unit.
  public var bounds: (lower: Double?, upper: Double?) { (lower, upper) }

  private var lower: Double?
  private var upper: Double?

  /// Whether the number says of itself that it is an assumption.
  public var isAssumption: Bool { source?.lowercased().hasPrefix("assumption") ?? false }

  /// The number in an override's text, with the unit: as it is, or rounded to the decimals that are written.
  public func text(_ number: Double, rounded: Bool = false) -> String {
    var digits = number
    if rounded || isWhole {
      var scale = 1.0
      for _ in 0..<(isWhole ? 0 : decimals) { scale *= 10 }
      digits = (number * scale).rounded() / scale
    }
    return digits.text + (unit.isEmpty ? "" : " \(unit)")
  }

  /// The number that a text stands for; nil when it has another unit.
  public func number(_ text: String) -> Double? {
    guard var parts = NumberAndUnit(text[...]) else { return nil }
    if parts.unit == "%", unit.isEmpty {
      parts.number.exponent -= 2
      return parts.number.double
    }
    return parts.unit == unit ? parts.number.double : nil
  }

  fileprivate init?(_ text: String, path: String, of parameter: ScenarioParameter, _ field: FieldDeclaration) {
    guard let parts = NumberAndUnit(text[...]), let value = parts.number.double,
      parts.unit.allSatisfy({ $0.isLetter || $0 == "/" || $0 == "²" || $0.isNumber || $0 == "%" }),
      parts.unit.first.map({ !$0.isNumber }) ?? true
    else { return nil }
    self.path = path
    self.value = value
    unit = String(parts.unit)
    decimals = max(0, -parts.number.exponent)
    isWhole = field.kind.name.contains("count") || field.kind.name.contains("whole")
    isWritten = parameter.isWritten
    source = parameter.source
    let words = (field.limits ?? "").split(separator: " to ", maxSplits: 1).map(String.init)
    if words.count == 2 {
      lower = number(words[0])
      upper = number(words[1].hasPrefix("below ") ? String(words[1].dropFirst(6)) : words[1])
    } else if let only = words.first, only.hasPrefix("at least ") {
      lower = number(String(only.dropFirst(9)))
    }
  }
}

extension ScenarioDocument {
  /// All numbers in the schema's order, defaults included; dates, times of day and codes are no numbers. Computed on each call.
  public var numericParameters: [NumericParameter] {
    var found: [NumericParameter] = []
    visitParameters { parameter, value, field in
      Self.collect(value, path: parameter.path, parameter, field, into: &found)
    }
    return found
  }

  private static func collect(
    _ value: Written, path: String, _ parameter: ScenarioParameter, _ field: FieldDeclaration,
    into found: inout [NumericParameter]
  ) {
    switch value {
    case .null: break
    case .scalar(let text), .plain(let text):
      if let number = NumericParameter(text, path: path, of: parameter, field) { found.append(number) }
    case .list(let items):
      for (place, item) in items.enumerated() {
        collect(item, path: "\(path)[\(place)]", parameter, field, into: &found)
      }
    case .map(let pairs):
      for pair in pairs where !pair.key.contains(where: { ".[]= ".contains($0) }) {
        collect(pair.value, path: "\(path).\(pair.key)", parameter, field, into: &found)
      }
    }
  }
}
