import Glibc

/// HiGHS, a solver of linear and mixed-integer programs (MIT licence), through its C interface, loaded at run time.
///
/// The library is the system's `libhighs`, or the one that `tools/solver` installs. Nothing inside a run depends on it:
/// a fingerprint never depends on a solver's version.
/// - SeeAlso: Huangfu and Hall, *Parallelizing the Dual Revised Simplex Method*, Mathematical Programming Computation 10
///   (2018); highs.dev.
public struct HighsSolver: Sendable {
  /// Why there is no solution.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// None of the places had a library; the text is the loader's.
    case notInstalled(String)
    /// The library lacks a function, or counts with other whole numbers.
    case unusable(String)
    /// The program has no optimal solution; the number is the solver's status.
    case notOptimal(Int32)

    /// One line for people.
    public var description: String {
      switch self {
      case .notInstalled(let reason): "the solver HiGHS is not installed (\(reason)); run tools/solver"
      case .unusable(let reason): "the solver HiGHS cannot be used: \(reason)"
      case .notOptimal(let status): "the program has no optimal solution, status \(status)"
      }
    }
  }

  private typealias Model = UnsafeMutableRawPointer
  private typealias Create = @convention(c) () -> Model?
  private typealias Destroy = @convention(c) (Model) -> Void
  private typealias Step = @convention(c) (Model) -> Int32
  private typealias SetFlag = @convention(c) (Model, UnsafePointer<CChar>, Int32) -> Int32
  private typealias SetNumber = @convention(c) (Model, UnsafePointer<CChar>, Double) -> Int32
  private typealias Objective = @convention(c) (Model) -> Double
  private typealias Values =
    @convention(c) (
      Model, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>,
      UnsafeMutablePointer<Double>
    ) -> Int32
  private typealias Pass =
    @convention(c) (
      Model, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>, UnsafePointer<Double>,
      UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Int32>, UnsafePointer<Int32>,
      UnsafePointer<Double>, UnsafePointer<Int32>
    ) -> Int32

  /// The solver's name and version, such as `HiGHS 1.15.1`.
  public let version: String
  private let create: Create
  private let destroy: Destroy
  private let run: Step
  private let status: Step
  private let setFlag: SetFlag
  private let setNumber: SetNumber
  private let setWhole: SetFlag
  private let objective: Objective
  private let values: Values
  private let pass: Pass

  /// Loads the library from the first of the places that has it; a bare name is looked for where the system keeps libraries.
  public init(libraries: [String] = ["libhighs.so.1", "libhighs.so"]) throws(Failure) {
    var found: UnsafeMutableRawPointer?
    for place in libraries where found == nil { found = dlopen(place, RTLD_NOW) }
    guard let library = found else {
      throw .notInstalled(dlerror().map { String(cString: $0) } ?? "no place given")
    }
    func function<F>(_ name: String, as type: F.Type) throws(Failure) -> F {
      guard let address = dlsym(library, name) else { throw .unusable("it has no \(name)") }
      return unsafeBitCast(address, to: type)
    }
    let size = try function("Highs_getSizeofHighsInt", as: Step.self)
    create = try function("Highs_create", as: Create.self)
    destroy = try function("Highs_destroy", as: Destroy.self)
    run = try function("Highs_run", as: Step.self)
    status = try function("Highs_getModelStatus", as: Step.self)
    setFlag = try function("Highs_setBoolOptionValue", as: SetFlag.self)
    setNumber = try function("Highs_setDoubleOptionValue", as: SetNumber.self)
    setWhole = try function("Highs_setIntOptionValue", as: SetFlag.self)
    objective = try function("Highs_getObjectiveValue", as: Objective.self)
    values = try function("Highs_getSolution", as: Values.self)
    pass = try function("Highs_passMip", as: Pass.self)
    let versionText = try function("Highs_version", as: (@convention(c) () -> UnsafePointer<CChar>?).self)
    version = "HiGHS " + (versionText().map { String(cString: $0) } ?? "of unknown version")
    guard let probe = create() else { throw .unusable("it makes no model") }
    defer { destroy(probe) }
    if size(probe) != 4 { throw .unusable("its whole numbers have \(size(probe)) bytes, not 4") }
  }

  /// Solves a program on one thread.
  ///
  /// - Parameter gap: The relative distance from the optimum at which a program with whole variables counts as solved.
  public func solve(_ program: LinearProgram, gap: Double = 0) throws(Failure) -> LinearProgram.Solution {
    guard let model = create() else { throw .unusable("it makes no model") }
    defer { destroy(model) }
    _ = setFlag(model, "output_flag", 0)
    _ = setWhole(model, "threads", 1)
    _ = setNumber(model, "mip_rel_gap", gap)
    _ = setNumber(model, "mip_abs_gap", 1e-6)
    guard load(program, into: model) != Self.error else { throw .unusable("it refuses the program") }
    guard run(model) != Self.error, status(model) == Self.optimal else { throw .notOptimal(status(model)) }
    var columns = [Double](repeating: 0, count: program.variables.count)
    var reduced = columns
    var activity = [Double](repeating: 0, count: program.rows.count)
    var prices = activity
    _ = values(model, &columns, &reduced, &activity, &prices)
    return LinearProgram.Solution(cost: objective(model), values: columns, rowPrices: prices)
  }

  private static let error: Int32 = -1
  private static let optimal: Int32 = 7

  /// Hands over the program with its matrix by rows.
  private func load(_ program: LinearProgram, into model: Model) -> Int32 {
    var starts: [Int32] = []
    var places: [Int32] = []
    var factors: [Double] = []
    for row in program.rows {
      starts.append(Int32(places.count))
      for term in row.terms {
        places.append(Int32(term.variable))
        factors.append(term.factor)
      }
    }
    let byRows: Int32 = 2
    let minimise: Int32 = 1
    return pass(
      model, Int32(program.variables.count), Int32(program.rows.count), Int32(places.count), byRows, minimise, 0,
      program.variables.map(\.cost), program.variables.map(\.lower), program.variables.map(\.upper),
      program.rows.map(\.lower), program.rows.map(\.upper), starts, places, factors,
      program.variables.map { $0.isInteger ? 1 : 0 })
  }
}
