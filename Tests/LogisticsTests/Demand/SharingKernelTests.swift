import Kernel
import Testing

@testable import Logistics

@Suite struct SharingKernelTests {
  @Test("KA-25: CRAN's parameters make a density, the often quoted pair does not and is refused")
  func massOfQuotedPairs() throws {
    #expect(abs(SharingKernel.mass(plateau: 300, exponent: 0.2314843, constant: 6.265725e-4) - 1) < 1e-6)
    #expect(abs(SharingKernel.mass(plateau: 300, exponent: 0.242, constant: 6.27e-4) - 0.9653727) < 1e-7)
    #expect(throws: SharingKernelError.self) { try SharingKernel(exponent: 0.242, constant: 6.27e-4) }
    #expect(throws: Never.self) { try SharingKernel(exponent: 0.2314843, constant: 6.265725e-4) }
    #expect(try abs(SharingKernel(exponent: 0.242).constant - 6.4949e-4) < 1e-8)
  }

  @Test("the cumulative kernel rises from 0 over the plateau's end to 1")
  func cumulative() {
    let kernel = SharingKernel.seismic
    #expect(kernel.cumulative(0) == 0)
    let edge = kernel.constant * 300
    #expect(abs(kernel.cumulative(300) - edge) < 1e-12 && abs(kernel.cumulative(300.000001) - edge) < 1e-8)
    #expect(kernel.cumulative(1e30) > 0.9999)
  }

  @Test("six exponentials follow the kernel within 2.5 % of its mass, from a minute to the slowest scale")
  func mixture() {
    let kernel = SharingKernel.seismic
    let mixture = ExponentialMixture.fit(kernel)
    #expect(mixture.rates.count == 6 && mixture.weights.allSatisfy { $0 >= 0 })
    #expect(abs(mixture.weights.reduce(0, +) - 1) < 1e-12)
    var worst = 0.0
    var age = 60.0
    while age < 30 * 86_400 {
      // The law's mass beyond the fitted span lies in the slowest term, so both are compared within the span.
      let scale = kernel.cumulative(90 * 86_400)
      worst = max(worst, abs(mixture.cumulative(age) - kernel.cumulative(age) / scale))
      age *= 1.3
    }
    #expect(worst < 0.025, "worst distance \(worst)")
  }

  @Test("least squares without negative weights finds a known combination")
  func leastSquares() {
    let columns = [[1.0, 2, 3, 4], [1.0, 0, 1, 0], [0.0, 1, 0, 2]]
    let target = zip(columns[0], columns[2]).map { 2 * $0 + 0.5 * $1 }
    let found = ExponentialMixture.nonNegativeLeastSquares(columns, target)
    #expect(abs(found[0] - 2) < 1e-6 && abs(found[1]) < 1e-6 && abs(found[2] - 0.5) < 1e-6)
  }
}
