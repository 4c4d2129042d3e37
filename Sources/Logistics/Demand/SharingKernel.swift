import Kernel

/// How long after a view its shares bring the next viewers: flat for some minutes, then a power law.
///
/// φ(s) = c for s ≤ s0 and c·(s/s0)^−(1+θ) beyond, with c = 1 / (s0·(1 + 1/θ)), so that φ is a density.
///
/// - SeeAlso: Zhao et al., *SEISMIC: A Self-Exciting Point Process Model for Predicting Tweet Popularity*, KDD 2015.
struct SharingKernel: Sendable, Equatable {
  /// The length of the flat part, s0, in seconds.
  let plateau: Double
  /// The exponent of the tail, θ.
  let exponent: Double

  /// Makes a kernel; a given constant must make it a density.
  ///
  /// - Throws: ``SharingKernelError`` when φ would not integrate to 1, as with the often quoted pair 0.242 and 6.27e-4/s.
  init(plateau: Double = 300, exponent: Double = 0.2314843, constant: Double? = nil) throws(SharingKernelError) {
    self.plateau = plateau
    self.exponent = exponent
    guard let constant else { return }
    let mass = Self.mass(plateau: plateau, exponent: exponent, constant: constant)
    if abs(mass - 1) > 1e-4 { throw SharingKernelError(constant: constant, mass: mass, rightConstant: self.constant) }
  }

  /// The kernel with the parameters of the R package `seismic`: 300 s and 0.2314843.
  static let seismic = SharingKernel(validPlateau: 300, exponent: 0.2314843)

  private init(validPlateau plateau: Double, exponent: Double) {
    self.plateau = plateau
    self.exponent = exponent
  }

  /// The density on the plateau, per second.
  var constant: Double { 1 / (plateau * (1 + 1 / exponent)) }

  /// The integral of φ with some constant: 1 for a density.
  static func mass(plateau: Double, exponent: Double, constant: Double) -> Double {
    plateau * constant * (1 + 1 / exponent)
  }

  /// The share of the children that come within `seconds`.
  func cumulative(_ seconds: Double) -> Double {
    if seconds <= plateau { return constant * max(0, seconds) }
    return 1 - constant * plateau / exponent * Deterministic.pow(plateau / seconds, exponent)
  }
}

/// A constant that does not belong to the kernel's other parameters.
struct SharingKernelError: Error, Equatable {
  /// What was given, per second.
  var constant: Double
  /// What the kernel integrates to with it.
  var mass: Double
  /// What makes it integrate to 1.
  var rightConstant: Double
}
