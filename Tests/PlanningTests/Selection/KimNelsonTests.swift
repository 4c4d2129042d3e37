import Kernel
import Planning
import Testing

@Suite("Selection of the best")
struct KimNelsonTests {
  private let level = 0.95
  private let firstStage = 20
  /// The indifference zone for a standard deviation of 1.
  private let delta = 1 / 10.0.squareRoot()
  /// 0.95 less three standard errors over 500 experiments.
  private let least = 0.95 - 3 * (0.95 * 0.05 / 500).squareRoot()

  /// Normal systems of deviation 1 in the slippage configuration: the last is better than all others by delta. With a correlation
  /// they have a common part, as common random numbers give.
  private func race(_ experiment: UInt64, systems: Int, correlation: Double) throws -> (isRight: Bool, work: Int) {
    var stream = Streams(seed: 46)["kim-nelson"][experiment]
    func row() -> [Double] {
      let common = correlation.squareRoot() * stream.normal()
      return (0..<systems).map { system in
        (system == systems - 1 ? delta : 0) + common + (1 - correlation).squareRoot() * stream.normal()
      }
    }
    var race = try KimNelson(
      KimNelson.Constants(systems: systems, level: level, firstStage: firstStage), delta: delta)
    let rows = (0..<firstStage).map { _ in row() }
    race.begin((0..<systems).map { system in rows.map { $0[system] } })
    var work = firstStage * systems
    while race.selected == nil {
      let values = row()
      race.add(race.remaining.map { values[$0] })
      work += race.remaining.count
    }
    return (race.selected == systems - 1, work)
  }

  @Test(
    "selects the best with probability 0.95 in the slippage configuration (KA-46; fails by chance in fewer than 1 of 700)",
    arguments: [(2, 0.0), (5, 0.0), (5, 0.8)])
  func slippage(systems: Int, correlation: Double) throws {
    var right = 0
    for experiment in 0..<500 as Range<UInt64> {
      if try race(experiment, systems: systems, correlation: correlation).isRight { right += 1 }
    }
    #expect(Double(right) / 500 >= least, "\(right) of 500")
  }

  @Test("Common random numbers save work: with a correlation of 0.8 less than half of the replications are needed")
  func work() throws {
    var apart = 0
    var together = 0
    for experiment in 0..<50 as Range<UInt64> {
      apart += try race(experiment, systems: 5, correlation: 0).work
      together += try race(experiment, systems: 5, correlation: 0.8).work
    }
    #expect(2 * together < apart, "\(together) and \(apart)")
  }

  @Test("Rinott selects the best with probability 0.95 as well (fails by chance in fewer than 1 of 700)")
  func rinott() throws {
    let rinott = try Rinott(systems: 5, level: level, firstStage: firstStage)
    var right = 0
    for experiment in 0..<500 as Range<UInt64> {
      var stream = Streams(seed: 46)["rinott"][experiment]
      let means = (0..<5).map { system -> Double in
        var tally = Tally((0..<firstStage).map { _ in stream.normal() })
        let count = rinott.replications(variance: tally.variance, delta: delta)
        for _ in firstStage..<max(firstStage, count) { tally.add(stream.normal()) }
        return tally.mean + (system == 4 ? delta : 0)
      }
      if means.indices.max(by: { means[$0] < means[$1] }) == 4 { right += 1 }
    }
    #expect(Double(right) / 500 >= least, "\(right) of 500")
  }

  @Test("Systems that never differ end at once, and the first stands for all")
  func equal() throws {
    var race = try KimNelson(KimNelson.Constants(systems: 3, level: level, firstStage: 5), delta: 1)
    race.begin(.init(repeating: [1, 5, 2, 4, 3], count: 3))
    #expect(race.selected == 0 && race.replications == 5)
    #expect(race.eliminations.map(\.system) == [1, 2])
  }

  @Test("A clear loser drops out in the first stage; the others go on")
  func clearLoser() throws {
    var race = try KimNelson(KimNelson.Constants(systems: 3, level: level, firstStage: 4), delta: 0.1)
    race.begin([[10, 12, 11, 9], [11, 10, 12, 9.5], [-90, -88, -89, -91]])
    #expect(race.remaining == [0, 1] && race.selected == nil)
    #expect(race.eliminations.map(\.system) == [2] && race.eliminations[0].replications == 4)
    race.add([10, 11])
    #expect(race.replications == 5)
  }
}
