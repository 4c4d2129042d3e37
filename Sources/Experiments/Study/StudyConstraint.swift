public import Scenario

/// A condition between variables of a study: `stations >= 2 * pickers`, `dwell <= 45 min`.
///
/// Each side is made of names of variables, numbers with units, `+ - * /` and parentheses. Durations, weights, percentages and
/// multiples (k, M) are brought to one unit; any other unit must be the same wherever one stands.
public struct StudyConstraint: Hashable, Sendable {
  /// The condition as written.
  public let text: String
  private let left: Term
  private let right: Term
  private let sign: String

  /// The variables it names, in the order of the text.
  public var names: [String] { left.names + right.names }

  /// Whether the condition holds for values by variable.
  ///
  /// - Throws: What is wrong with a value: it is no number, or units do not fit.
  func holds(_ values: (String) -> String) throws(ValueProblem) -> Bool {
    var units: Set<String> = []
    let a = try left.value(values, &units)
    let b = try right.value(values, &units)
    units.remove("")
    guard units.count < 2 else {
      throw ValueProblem("mixes the units \(units.sorted().joined(separator: " and "))")
    }
    switch sign {
    case "<": return a < b
    case "<=": return a <= b
    case ">": return a > b
    case ">=": return a >= b
    case "==": return a == b
    default: return a != b
    }
  }

  private indirect enum Term: Hashable, Sendable {
    case variable(String)
    case quantity(StudyQuantity)
    case operation(Character, Term, Term)

    var names: [String] {
      switch self {
      case .variable(let name): [name]
      case .quantity: []
      case .operation(_, let a, let b): a.names + b.names
      }
    }

    func value(_ values: (String) -> String, _ units: inout Set<String>) throws(ValueProblem) -> Double {
      switch self {
      case .variable(let name):
        let text = values(name)
        guard let quantity = StudyQuantity(text) else {
          throw ValueProblem("needs numbers, and \(name) is \"\(text)\"")
        }
        units.insert(quantity.unit)
        return quantity.number
      case .quantity(let quantity):
        units.insert(quantity.unit)
        return quantity.number
      case .operation(let sign, let a, let b):
        let (a, b) = (try a.value(values, &units), try b.value(values, &units))
        switch sign {
        case "+": return a + b
        case "-": return a - b
        case "*": return a * b
        default: return a / b
        }
      }
    }
  }

  /// Reads a side from left to right: products bind closer than sums.
  private struct Reader {
    var rest: Substring

    mutating func sum() throws(ValueProblem) -> Term {
      var term = try product()
      while let sign = take("+-") { term = .operation(sign, term, try product()) }
      return term
    }

    private mutating func product() throws(ValueProblem) -> Term {
      var term = try factor()
      while let sign = take("*/") { term = .operation(sign, term, try factor()) }
      return term
    }

    private mutating func factor() throws(ValueProblem) -> Term {
      skip()
      if take("(") != nil {
        let term = try sum()
        guard take(")") != nil else { throw ValueProblem("has a parenthesis that is not closed") }
        return term
      }
      guard let first = rest.first else { throw ValueProblem("ends where a variable or a number is expected") }
      if first.isNumber || first == "." {
        let text = rest.prefix { !"+-*/()".contains($0) }
        rest = rest[text.endIndex...]
        guard let quantity = StudyQuantity(String(text)) else { throw ValueProblem("has no number in \"\(text)\"") }
        return .quantity(quantity)
      }
      let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      guard !name.isEmpty else { throw ValueProblem("has \"\(first)\" where a variable or a number is expected") }
      rest = rest[name.endIndex...]
      return .variable(String(name))
    }

    private mutating func take(_ characters: String) -> Character? {
      skip()
      guard let first = rest.first, characters.contains(first) else { return nil }
      rest.removeFirst()
      return first
    }

    mutating func skip() { rest = rest.drop { $0 == " " } }
  }
}

extension StudyConstraint: ScalarValue {
  /// Conditions have no bounds.
  public typealias Quantity = Never
  /// A comparison.
  public static let kind = ValueKind(
    name: "condition", hint: "two sides with <, <=, >, >=, == or != between them", example: "stations >= 2 * pickers",
    jsonSchema: #"{"type": "string"}"#)

  /// Reads a condition.
  public static func parse(_ text: String) throws(ValueProblem) -> StudyConstraint {
    let left = text.prefix { !"<>=!".contains($0) }
    let sign = text[left.endIndex...].prefix { "<>=!".contains($0) }
    guard ["<", "<=", ">", ">=", "==", "!="].contains(String(sign)) else { throw ValueProblem("is no comparison") }
    return StudyConstraint(
      text: text, left: try side(left), right: try side(text[sign.endIndex...]), sign: String(sign))
  }

  private static func side(_ text: Substring) throws(ValueProblem) -> Term {
    var reader = Reader(rest: text)
    let term = try reader.sum()
    reader.skip()
    guard reader.rest.isEmpty else { throw ValueProblem("has \"\(reader.rest)\" where it should end") }
    return term
  }
}

/// A number of a study with its unit, brought to a common one where units are known to be multiples.
struct StudyQuantity: Hashable, Sendable {
  var number: Double
  /// The unit that the number is in; empty for a plain number.
  var unit: String

  private static let known: [String: (Double, String)] = [
    "%": (0.01, ""), "k": (1e3, ""), "M": (1e6, ""), "us": (1e-6, "s"), "ms": (1e-3, "s"), "s": (1, "s"),
    "min": (60, "s"), "h": (3_600, "s"), "d": (86_400, "s"), "w": (604_800, "s"), "mg": (1e-3, "g"), "g": (1, "g"),
    "kg": (1e3, "g"), "t": (1e6, "g"),
  ]

  /// Reads `2.5`, `45 min`, `12.34 EUR`; nil when it does not start with a number.
  init?(_ text: String) {
    let trimmed = text.drop { $0 == " " }
    let digits = trimmed.prefix { $0.isNumber || "+-._".contains($0) }
    guard let number = Double(digits.replacing("_", with: "")) else { return nil }
    var unit = trimmed[digits.endIndex...].drop { $0 == " " }
    while unit.last == " " { unit.removeLast() }
    let (factor, common) = Self.known[String(unit)] ?? (1, String(unit))
    self.number = number * factor
    self.unit = common
  }
}
