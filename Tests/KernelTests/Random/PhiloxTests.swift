import Kernel
import Testing

@Suite struct PhiloxTests {
  @Test(
    "Philox4x32-10 gives the known answers of Random123",
    arguments: [
      (UInt64(0), UInt64(0), UInt64(0), UInt64(0xE169_C58D_6627_E8D5), UInt64(0x9B00_DBD8_BC57_AC4C)),
      (~0, ~0, ~0, 0x41C8_3B0E_408F_276D, 0x6D54_51FD_A20B_C7C6),
      (
        0x85A3_08D3_243F_6A88, 0x0370_7344_1319_8A2E, 0x299F_31D0_A409_3822, 0x94FD_CCEB_D16C_FE09,
        0x2412_6EA1_5001_E420
      ),
    ])
  func knownAnswers(low: UInt64, high: UInt64, key: UInt64, first: UInt64, second: UInt64) {
    let words = Philox.block(low: low, high: high, key: key)
    #expect(words.0 == first)
    #expect(words.1 == second)
  }

  @Test("a stream gives the words of its blocks in order")
  func order() {
    let family = Streams(seed: 7, replication: 3)["arrivals"]
    var stream = family[42]
    for block in 0..<9 {
      let words = Philox.block(low: UInt64(block), high: 42, key: family.key)
      #expect(stream.next() == words.0)
      #expect(stream.next() == words.1)
    }
  }
}
