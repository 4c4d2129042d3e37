import Kernel
import LoadTesting
import Testing

@Suite("When requests of a shape must start")
struct ShapeStartsTests {
  @Test("Even starts of a constant rate are evenly spaced, and as many as the rate says")
  func even() throws {
    let shape = try LoadShape.constant(2_000, for: .seconds(8))
    let offsets = try starts(shape)
    #expect(offsets.count == 16_000)
    for (k, offset) in offsets.enumerated() { #expect(abs(offset - Int64(k) * 500_000) <= 1) }
    #expect(try #require(figures(shape).dispersion) < 0.01)
  }

  @Test("A ramp, a pause and a plateau have the area under their rates, and nothing starts in the pause")
  func stages() throws {
    let shape = try LoadShape([
      .init(from: 0, to: 100, length: .seconds(10)), .init(from: 0, to: 0, length: .seconds(5)),
      .init(from: 40, to: 40, length: .seconds(5)),
    ])
    let offsets = try starts(shape)
    #expect(shape.expected == 700 && offsets.count == 700 && shape.length == .seconds(20))
    let seconds = offsets.map { Double($0) / 1e9 }
    #expect(seconds == seconds.sorted())
    #expect(seconds.count { $0 < 10 } == 500 && seconds.count { $0 >= 10 && $0 < 15 } == 0)
    // Half of the ramp's time has a quarter of its requests: 5 t^2 are due by t.
    #expect(seconds.count { $0 < 5 } == 125)
    for k in 0..<500 { #expect(abs(seconds[k] - (Double(k) / 5).squareRoot()) < 1e-8) }
  }

  @Test("Poisson starts are as dispersed as a Poisson process, over twenty seeds")
  func poisson() throws {
    let shape = try LoadShape.constant(2_000, for: .seconds(20))
    var (dispersion, counts) = (Tally(), Tally())
    for seed in 0..<20 {
      let offsets = try starts(shape, poisson: UInt64(seed))
      dispersion.add(try #require(figures(shape, poisson: UInt64(seed)).dispersion))
      counts.add(Double(offsets.count))
      #expect(offsets == offsets.sorted())
    }
    // 40,000 intervals: the mean dispersion is 1 with a standard error of 0.007, the mean count 40,000 with one of 45.
    // Four standard errors: one seed list in 16,000 would fail by chance.
    #expect(abs(dispersion.mean - 1) < 0.028)
    #expect(abs(counts.mean - 40_000) < 180)
  }

  @Test("The same seed gives the same starts, another one others; the digest tells them apart")
  func digests() throws {
    let shape = try LoadShape([.init(from: 10, to: 500, length: .seconds(30))])
    #expect(try starts(shape, poisson: 1) == starts(shape, poisson: 1))
    let figures = try figures(shape, poisson: 1)
    #expect(try self.figures(shape, poisson: 2).digest != figures.digest)
    #expect(String(figures.digest, radix: 16) == "f30d213e1d42399c")
  }

  @Test("Loads that cannot be are refused with their reason")
  func refusals() throws {
    #expect(throws: LoadError.self) { try LoadShape([]) }
    #expect(throws: LoadError.self) { try LoadShape.constant(-1, for: .seconds(1)) }
    #expect(throws: LoadError.self) { try LoadShape.constant(.nan, for: .seconds(1)) }
    #expect(throws: LoadError.self) { try LoadShape.constant(5, for: .zero) }
    #expect(throws: LoadError.self) { try LoadShape.constant(1e6, for: .days(1)) }
    let nothing = try starts(.constant(0, for: .seconds(1)))
    #expect(nothing.isEmpty)
    #expect(try figures(.constant(0, for: .seconds(1))).dispersion == nil)
  }

  private func starts(_ shape: LoadShape, poisson seed: UInt64? = nil) throws -> [Int64] {
    var stream: any StartStream = ShapeStarts(shape, poisson: seed).starts()
    var offsets: [Int64] = []
    while let start = try stream.next() { offsets.append(start.offset_ns) }
    return offsets
  }

  private func figures(_ shape: LoadShape, poisson seed: UInt64? = nil) throws -> PlanFigures {
    let target = try LoadTarget("http://127.0.0.1:9/")
    return try LoadPlan(target: target, source: ShapeStarts(shape, poisson: seed)).figures()
  }
}
