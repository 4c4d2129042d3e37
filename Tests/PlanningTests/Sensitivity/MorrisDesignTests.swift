import Kernel
import Planning
import Testing

@Suite("Elementary effects")
struct MorrisDesignTests {
  private func design(_ factors: Int, _ walks: Int, levels: Int = 4) throws -> MorrisDesign {
    var draws = Streams(seed: 1991)["morris"][0]
    return try MorrisDesign(factors: factors, levels: levels, walks: walks, draws: &draws)
  }

  private func effects(_ design: MorrisDesign, _ function: ([Double]) -> Double) -> [ElementaryEffects] {
    ElementaryEffects.of(design, answers: design.walks.map { $0.points.map(function) })
  }

  @Test("A walk stays in the cube, on its levels, and changes every factor once")
  func walks() throws {
    let design = try design(6, 200)
    var visits = [Int](repeating: 0, count: 4)
    for walk in design.walks {
      #expect(walk.steps.map(\.factor).sorted() == Array(0..<6))
      for point in walk.points {
        for level in point {
          let place = level * 3
          #expect(abs(place - place.rounded()) < 1e-12 && (-1e-12...1 + 1e-12).contains(level))
        }
      }
      visits[Int((walk.start[0] * 3).rounded())] += 1
    }
    // 200 draws over four levels: 50 each, five deviations of 6.1 around it.
    #expect(visits.allSatisfy { (20...80).contains($0) }, "\(visits)")
    #expect(Set(design.walks.map { $0.steps.map(\.factor) }).count > 100)
  }

  @Test("Of a straight plane the effects are its slopes, without spread")
  func linear() throws {
    let slopes = [3.0, -2, 0, 0.5]
    let found = effects(try design(4, 12)) { x in 7 + zip(slopes, x).reduce(0) { $0 + $1.0 * $1.1 } }
    for (slope, effect) in zip(slopes, found) {
      #expect(abs(effect.mean - slope) < 1e-12 && abs(effect.meanSize - abs(slope)) < 1e-12)
      #expect(effect.deviation < 1e-12 && effect.effects.count == 12)
      #expect(effect.meanSizeInterval().halfWidth < 1e-11)
    }
  }

  @Test("A product: the mean effect is the other factor's mean 1/2, its deviation that of four levels, (5/36)^(1/2)")
  func product() throws {
    let found = effects(try design(2, 4_000)) { $0[0] * $0[1] }
    for effect in found {
      // The mean's deviation is 0.373 / 4,000^(1/2) = 0.0059; four of them fail by chance in 1 of 16,000.
      #expect(abs(effect.mean - 0.5) < 0.024, "\(effect.mean)")
      #expect(abs(effect.deviation - (5.0 / 36).squareRoot()) < 0.01, "\(effect.deviation)")
      let bounds = effect.deviationInterval()
      #expect(bounds.lower < effect.deviation && effect.deviation < bounds.upper)
    }
  }

  @Test("Sobol's g: the size of effects is that of the whole lattice, and falls with a")
  func gFunction() throws {
    let a = [0.0, 1, 4.5, 9, 99]
    func factor(_ x: Double, _ a: Double) -> Double { (abs(4 * x - 2) + a) / (1 + a) }
    let found = effects(try design(5, 6_000)) { x in zip(x, a).reduce(1) { $0 * factor($1.0, $1.1) } }
    let levels = [0, 1.0 / 3, 2.0 / 3, 1]
    for i in a.indices {
      // Steps of 2/3 go from 0 to 2/3 and from 1/3 to 1, one like the other by symmetry; other factors are independent.
      let own = abs(factor(2.0 / 3, a[i]) - factor(0, a[i])) / (2.0 / 3)
      let others = a.indices.filter { $0 != i }.reduce(1.0) { product, j in
        product * levels.reduce(0) { $0 + factor($1, a[j]) } / 4
      }
      let interval = found[i].meanSizeInterval(level: 0.9999)
      #expect(interval.contains(own * others), "\(i): \(interval) \(own * others)")
    }
    #expect(found.map(\.meanSize) == found.map(\.meanSize).sorted(by: >))
  }

  @Test("Answers that are no numbers leave their effects out; what makes no sense is refused")
  func edges() throws {
    let design = try design(3, 4)
    var answers = design.walks.map { $0.points.map { $0[0] } }
    answers[2][1] = .nan
    let found = ElementaryEffects.of(design, answers: answers)
    #expect(found.reduce(0) { $0 + $1.effects.count } == 10)
    #expect(throws: PlanningError.self) { try self.design(0, 4) }
    #expect(throws: PlanningError.self) { try self.design(2, 4, levels: 5) }
    #expect(ElementaryEffects(effects: [1]).deviationInterval().upper == .infinity)
  }
}
