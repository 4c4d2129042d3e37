/// A linear program, of which some variables may have to be whole: minimise cost·x subject to bounds on rows and variables.
public struct LinearProgram: Sendable {
  /// A variable.
  public struct Variable: Sendable {
    /// What a unit of it costs.
    public var cost: Double
    /// The least value; infinite where there is none.
    public var lower: Double
    /// The greatest value; infinite where there is none.
    public var upper: Double
    /// Whether only whole values count.
    public var isInteger: Bool
  }

  /// A sum of multiples of variables between two bounds.
  public struct Row: Sendable {
    /// The least value; infinite where there is none.
    public var lower: Double
    /// The greatest value; infinite where there is none.
    public var upper: Double
    /// Variables by number, each at most once, with their factors.
    public var terms: [(variable: Int, factor: Double)]
  }

  /// The variables.
  public private(set) var variables: [Variable] = []
  /// The rows.
  public private(set) var rows: [Row] = []

  /// A program without variables.
  public init() {}

  /// Adds a variable and returns its number.
  public mutating func add(
    cost: Double, in bounds: ClosedRange<Double> = 0...(.infinity), isInteger: Bool = false
  ) -> Int {
    variables.append(
      Variable(cost: cost, lower: bounds.lowerBound, upper: bounds.upperBound, isInteger: isInteger))
    return variables.count - 1
  }

  /// Adds a row: its bounds are equal for an equation, one of them infinite for an inequality.
  public mutating func require(_ terms: [(variable: Int, factor: Double)], in bounds: ClosedRange<Double>) {
    rows.append(Row(lower: bounds.lowerBound, upper: bounds.upperBound, terms: terms))
  }

  /// The program with its whole variables fixed where a solution has them: linear, so that its rows have prices.
  public func fixingIntegers(at solution: Solution) -> LinearProgram {
    var fixed = self
    for place in variables.indices where variables[place].isInteger {
      let value = solution.values[place].rounded()
      fixed.variables[place].lower = value
      fixed.variables[place].upper = value
      fixed.variables[place].isInteger = false
    }
    return fixed
  }

  /// What a program comes to.
  public struct Solution: Sendable {
    /// The least cost.
    public var cost: Double
    /// The value of each variable.
    public var values: [Double]
    /// What the cost rises per unit of each row's bound; without meaning where variables must be whole.
    public var rowPrices: [Double]
  }
}
