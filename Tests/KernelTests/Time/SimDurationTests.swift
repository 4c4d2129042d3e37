import Kernel
import Testing

@Test("Seconds round to the nearest microsecond, halves away from zero, and heavy tails saturate")
func secondsRound() {
  let cases: [(Double, Int64)] = [
    (0, 0), (1.5, 1_500_000), (0.0000005, 1), (-0.0000005, -1), (0.00000049999999, 0), (2.0000014, 2_000_001),
    (-2.0000016, -2_000_002), (1e30, .max / 2), (-.infinity, .min / 2), (.infinity, .max / 2),
    (4e9, 4_000_000_000_000_000),
  ]
  for (value, expected) in cases { #expect(SimDuration(seconds: value).microseconds == expected, "\(value)") }
  var random = TestRandom(2)
  for _ in 0..<2_000 {
    let value = Double(random.int(-1 << 62...1 << 62)) * 1e-13
    #expect(SimDuration(seconds: value).microseconds == Int64((value * 1e6).rounded()))
  }
}
