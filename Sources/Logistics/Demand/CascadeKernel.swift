import Kernel
import Scenario

/// When the shares that follow a view come: a density over ages.
protocol CascadeKernel: Sendable {
  /// The name in scenario files.
  static var name: String { get }
  /// The share of the children that come within `seconds`.
  func cumulative(_ seconds: Double) -> Double
  /// The kernel of a scenario; nil when its fields do not fit together, which is added to the problems.
  static func build(_ root: Section, _ problems: inout Diagnostics) -> Self?
}

/// The kernels by name: a new one is a new file and a line here.
enum CascadeKernels {
  static let all: [any CascadeKernel.Type] = [SharingKernel.self, PowerLawKernel.self, ExponentialMixture.self]
  static var names: [String] { all.map { $0.name } }
  static func find(_ name: String) -> (any CascadeKernel.Type)? { all.first { $0.name == name } }

  /// The scenario's kernel as a mixture of exponentials, which is what cascades compute with.
  static func mixture(_ root: Section, _ problems: inout Diagnostics) -> ExponentialMixture {
    guard let kernel = find(root[CascadeFields.kernel])?.build(root, &problems) else {
      return ExponentialMixture(rates: [1], weights: [1])
    }
    return (kernel as? ExponentialMixture) ?? .fit(kernel, terms: root[CascadeFields.terms])
  }
}

extension SharingKernel: CascadeKernel {
  static let name = "seismic"

  static func build(_ root: Section, _ problems: inout Diagnostics) -> SharingKernel? {
    do throws(SharingKernelError) {
      return try SharingKernel(
        plateau: root[CascadeFields.plateau].seconds, exponent: root[CascadeFields.exponent],
        constant: root[CascadeFields.constant])
    } catch {
      problems.error(
        at: root[mark: CascadeFields.constant],
        "constant \"\(error.constant)\" makes the kernel integrate to \(error.mass), not to 1",
        help: "leave it out, or write \(error.rightConstant)")
      return nil
    }
  }
}

/// A power law with an offset, φ(s) = θ·c^θ·(s + c)^−(1+θ): the kernel of the HIP model.
///
/// - SeeAlso: Rizoiu et al., *Expecting to be HIP*, WWW 2017.
struct PowerLawKernel: CascadeKernel, Equatable {
  static let name = "hip"

  /// The offset c, seconds, and the exponent θ.
  let offset: Double
  let exponent: Double

  func cumulative(_ seconds: Double) -> Double {
    seconds <= 0 ? 0 : 1 - Deterministic.pow(offset / (seconds + offset), exponent)
  }

  static func build(_ root: Section, _ problems: inout Diagnostics) -> PowerLawKernel? {
    PowerLawKernel(offset: root[CascadeFields.offset].seconds, exponent: root[CascadeFields.exponent])
  }
}

extension ExponentialMixture: CascadeKernel {
  static let name = "mixture"

  static func build(_ root: Section, _ problems: inout Diagnostics) -> ExponentialMixture? {
    let parts = root.items("demand.cascade.mixture[]")
    let whole = parts.reduce(0) { $0 + $1[CascadeFields.mixtureShare] }
    guard whole > 0 else {
      problems.error(
        at: root[mark: CascadeFields.kernel], "the kernel \"mixture\" has no parts",
        help: "write demand.cascade.mixture, for example [{ mean: 5 min, share: 0.5 }, { mean: 8 h, share: 0.5 }]")
      return nil
    }
    return ExponentialMixture(
      rates: parts.map { 1 / $0[CascadeFields.mixtureMean].seconds },
      weights: parts.map { $0[CascadeFields.mixtureShare] / whole })
  }
}
