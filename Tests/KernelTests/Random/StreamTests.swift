import Kernel
import Testing

@Suite struct StreamTests {
  @Test("the first draws are pinned: seed 1, replication 0, purpose arrivals, entity 7")
  func golden() {
    var words = Streams(seed: 1)["arrivals"][7]
    #expect(digest((0..<8).map { _ in Double(bitPattern: words.next()) }) == 0x7396_5F73_FCF9_C926)
    func first<Value>(_ draw: (inout RandomStream) -> Value) -> [Value] {
      var stream = Streams(seed: 1)["arrivals"][7]
      return (0..<1000).map { _ in draw(&stream) }
    }
    #expect(digest(first { $0.uniform() }) == 0xAA8F_4D6A_0509_1E03)
    #expect(digest(first { $0.exponential() }) == 0xE21A_ABF6_6C25_A5FB)
    #expect(digest(first { $0.normal() }) == 0x8467_57B4_CA50_256D)
    #expect(digest(first { $0.gamma(0.7) }) == 0x72DE_782C_83AE_214C)
    #expect(digest(first { $0.gamma(2.5) }) == 0x49AB_732C_DAEF_1E2F)
    #expect(digest(first { Double($0.poisson(3)) }) == 0xC059_3B17_8B17_A745)
    #expect(digest(first { Double($0.poisson(1e6)) }) == 0x8BCD_4A9D_8B17_A745)
    #expect(digest(first { Double($0.binomial(20, 0.2)) }) == 0x7221_3B17_8B17_A745)
    #expect(digest(first { Double($0.binomial(1_000_000_000, 0.01)) }) == 0xBA28_F6E3_EB17_A745)
    #expect(digest(first { Double($0.below(1000)) }) == 0x6762_8B17_8B17_A745)
  }

  @Test("a buffered stream goes on with the words of the stream it is made from, wherever that is")
  func buffered() {
    for drawn in [0, 1, 2, 7, 15, 16, 17, 40] {
      // An entity and a seed with all bits in use: no lane may leak into its neighbour.
      var stream = Streams(seed: 0xFEDC_BA98_7654_3210)["buffered"][0xF0E1_D2C3_B4A5_9687]
      for _ in 0..<drawn { _ = stream.next() }
      let buffered = BufferedStream(stream)
      for place in 0..<1_000 {
        switch place % 3 {
        case 0: #expect(buffered.next() == stream.next())
        case 1: #expect(buffered.uniform() == stream.uniform())
        default: #expect(buffered.exponential() == stream.exponential())
        }
      }
    }
  }

  @Test("streams differ by seed, replication, purpose and entity, and are otherwise equal")
  func keys() {
    func word(_ seed: UInt64, _ replication: UInt32, _ purpose: String, _ entity: UInt64) -> UInt64 {
      var stream = Streams(seed: seed, replication: replication)[purpose][entity]
      return stream.next()
    }
    let words = [
      word(1, 0, "weight", 5), word(2, 0, "weight", 5), word(1, 1, "weight", 5), word(1, 0, "weights", 5),
      word(1, 0, "weight", 6), word(1, 0, "", 5),
    ]
    #expect(Set(words).count == words.count)
    #expect(word(1, 0, "weight", 5) == words[0])
  }

  @Test("a draw more in one purpose or entity leaves all the others as they were")
  func commonRandomNumbers() throws {
    func service(extraDraws: Int, extraEntities: UInt64) throws -> [Double] {
      let streams = Streams(seed: 3)
      let law = try Gamma(mean: 4, cv: 0.8)
      return (0..<100).map { (customer: UInt64) -> Double in
        var arrivals = streams["arrivals"][customer]
        for _ in 0..<extraDraws { _ = arrivals.exponential() }
        for other in 0..<extraEntities {
          var stream = streams["service"][1_000_000 + other]
          _ = stream.next()
        }
        var stream = streams["service"][customer]
        return law.sample(&stream)
      }
    }
    let plain = try service(extraDraws: 0, extraEntities: 0)
    #expect(try service(extraDraws: 5, extraEntities: 3) == plain)
  }

  @Test("streams of neighbouring entities and of replications are uncorrelated")
  func independence() {
    let family = Streams(seed: 11)["independence"]
    let next = Streams(seed: 11, replication: 1)["independence"]
    var neighbours = Tally()
    var replications = Tally()
    for entity in 0..<40_000 as Range<UInt64> {
      var a = family[entity]
      var b = family[entity + 1]
      var c = next[entity]
      let first = a.uniform() - 0.5
      neighbours.add(12 * first * (b.uniform() - 0.5))
      replications.add(12 * first * (c.uniform() - 0.5))
    }
    expectMean(neighbours, 0, variance: 1)
    expectMean(replications, 0, variance: 1)
  }

  @Test("parts of an entity have streams of their own")
  func parts() {
    let family = Streams(seed: 1)["transit"]
    var whole = family[9]
    var first = family[9, 0]
    var second = family[9, 1]
    #expect(Set([whole.next(), first.next(), second.next()]).count == 3)
  }
}
