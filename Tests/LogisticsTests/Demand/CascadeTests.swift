import Kernel
import Testing

@testable import Logistics

@Suite struct CascadeTests {
  static let quick = ExponentialMixture(rates: [1.0 / 60, 1.0 / 600], weights: [0.6, 0.4])

  /// The size of a cascade that one visitor starts.
  func size(branching: Double, bins: [SimDuration], _ stream: inout RandomStream) -> Int64 {
    var cascades = Cascades(posts: 1, kernel: Self.quick)
    cascades.add(branching, to: 0)
    var total: Int64 = 1
    var carry = 0.0
    var bin = 0
    while cascades.pending > 1e-10 {
      let expected = cascades.advance(by: bins[bin % bins.count])
      let children = CountLaw.random.poisson(expected, &carry, &stream)
      cascades.add(branching * Double(children), to: 0)
      total += children
      bin += 1
    }
    return total
  }

  @Test(
    "KA-21: sizes follow the Borel law whatever the bins: mean 1/(1-n), variance n/(1-n)^3, P(1) = exp(-n) (99.9 %)",
    arguments: [(0.5, 60), (0.5, 7), (0.8, 60)])
  func borel(_ branching: Double, _ seconds: Int64) {
    var stream = Streams(seed: 21)["borel"][UInt64(seconds) + UInt64(branching * 100)]
    let runs = 20_000
    var moments = FrontMoments()
    var singles = 0
    var fourth = 0.0
    let mean = 1 / (1 - branching)
    let variance = branching / ((1 - branching) * (1 - branching) * (1 - branching))
    for _ in 0..<runs {
      let size = size(branching: branching, bins: [.seconds(seconds), .seconds(seconds * 3)], &stream)
      moments.add(Double(size))
      let distance = (Double(size) - mean) * (Double(size) - mean)
      fourth += distance * distance
      if size == 1 { singles += 1 }
    }
    #expect(abs(moments.mean - mean) < moments.halfWidth)
    let spread = ((fourth / Double(runs) - variance * variance) / Double(runs)).squareRoot()
    #expect(abs(moments.variance - variance) < 3.2905 * spread)
    let alone = Deterministic.exp(-branching)
    #expect(abs(Double(singles) / Double(runs) - alone) < 3.2905 * (alone * (1 - alone) / Double(runs)).squareRoot())
  }

  @Test("KA-29: the expected size after 5, 10, 20 and 40 generations at n = 0.8")
  func generations() {
    for (generations, size) in [(5, 3.68928), (10, 4.5705033), (20, 4.9538831), (40, 4.9994683)] {
      #expect(abs(Cascades.expectedSize(branching: 0.8, generations: generations) - size) < 1e-7)
    }
  }

  @Test("KA-29: with all children in the next bin, bins are generations")
  func binsAreGenerations() {
    var cascades = Cascades(posts: 1, kernel: ExponentialMixture(rates: [1], weights: [1]))
    cascades.add(0.8, to: 0)
    var total = 1.0
    for generation in 1...40 {
      let children = cascades.advance(by: .hours(1))
      cascades.add(0.8 * children, to: 0)
      total += children
      #expect(abs(total - Cascades.expectedSize(branching: 0.8, generations: generation)) < 1e-9)
    }
  }

  @Test("bins of changing length take out exactly the kernel's mass")
  func massIsConserved() {
    var cascades = Cascades(posts: 2, kernel: .fit(SharingKernel.seismic))
    cascades.add(3, to: 0)
    cascades.add(5, to: 1)
    var out = 0.0
    for bin in 0..<2_000 { out += cascades.advance(by: [.seconds(1), .seconds(10), .minutes(1)][bin % 3]) }
    #expect(abs(out + cascades.pending - 8) < 1e-9)
    #expect(out > 1 && cascades.rates[1] > cascades.rates[0])
  }

  @Test("reach has mean 1 however many visitors are added up, and grows heavy (99.9 %)")
  func influence() {
    let law = Influence(exponent: 2.016, cap: 10_000)
    var stream = Streams(seed: 3)["reach"][0]
    var (single, many) = (FrontMoments(), FrontMoments())
    for _ in 0..<200_000 { single.add(law.sum(of: 1, &stream)) }
    for _ in 0..<20_000 { many.add(law.sum(of: 100, &stream)) }
    #expect(abs(single.mean - 1) < single.halfWidth)
    #expect(abs(many.mean - 100) < many.halfWidth)
    #expect(single.variance > 5)
    let ratio = many.variance / single.variance / 100
    #expect(ratio > 0.7 && ratio < 1.4, "variance of sums \(many.variance), of one \(single.variance)")
    #expect(Influence.even.sum(of: 7, &stream) == 7)
  }

  @Test("KA-28: a Poisson count split into parts gives independent Poisson counts (99.9 %)")
  func splitting() {
    let weights = [0.2, 0.3, 0.5]
    var stream = Streams(seed: 28)["split"][0]
    var parts = [0.0, 0, 0]
    var moments = [FrontMoments(), FrontMoments(), FrontMoments()]
    var product = FrontMoments()
    var carry = 0.0
    for _ in 0..<20_000 {
      let count = CountLaw.random.poisson(1_000, &carry, &stream)
      weights.withUnsafeBufferPointer { weights in
        parts.withUnsafeMutableBufferPointer {
          CountLaw.random.split(count, by: weights, total: 1, into: $0, &stream)
        }
      }
      for part in 0..<3 { moments[part].add(parts[part]) }
      product.add((parts[0] - 200) * (parts[2] - 500))
      #expect(parts.reduce(0, +) == Double(count))
    }
    for (part, mean) in [200.0, 300, 500].enumerated() {
      #expect(abs(moments[part].mean - mean) < moments[part].halfWidth)
      // The variance of a sample variance of nearly normal numbers is 2σ⁴/n.
      #expect(abs(moments[part].variance / mean - 1) < 3.2905 * (2.0 / 20_000).squareRoot() + 0.001)
    }
    #expect(abs(product.mean) < product.halfWidth)
  }
}
