import Foundation

/// The hash SHA-256 of FIPS 180-4.
public enum SHA256 {
  /// The digest of a text's UTF-8 bytes, in 64 hexadecimal digits.
  public static func hexDigest(of text: String) -> String {
    var copy = text
    return hex(copy.withUTF8 { Self.digest(of: $0) })
  }

  private static func hex(_ words: [UInt32]) -> String {
    words.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private static func digest(of bytes: UnsafeBufferPointer<UInt8>) -> [UInt32] {
    var state = initialState
    compressWhole(bytes, &state)
    finish(Array(bytes[(bytes.count / 64 * 64)...]), of: bytes.count, &state)
    return state
  }

  /// The digest of a regular file's bytes; nil when there is none or it cannot be read.
  static func hexDigest(ofFile path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var state = initialState
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var total = 0
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      total += count
      buffer.withUnsafeBufferPointer { compressWhole(UnsafeBufferPointer(rebasing: $0[..<count]), &state) }
      guard count < buffer.count else { continue }
      if ferror(file) != 0 { return nil }
      finish(Array(buffer[(count / 64 * 64)..<count]), of: total, &state)
      return hex(state)
    }
  }

  /// Takes all whole blocks of 64 bytes.
  private static func compressWhole(_ bytes: UnsafeBufferPointer<UInt8>, _ state: inout [UInt32]) {
    var schedule = [UInt32](repeating: 0, count: 64)
    for start in stride(from: 0, to: bytes.count / 64 * 64, by: 64) {
      compress(&state, &schedule) { bytes[start + $0] }
    }
  }

  /// Takes what is left behind the last whole block, and the length.
  private static func finish(_ rest: [UInt8], of total: Int, _ state: inout [UInt32]) {
    var schedule = [UInt32](repeating: 0, count: 64)
    var tail = rest
    tail.append(0x80)
    while tail.count % 64 != 56 { tail.append(0) }
    let bits = UInt64(total) * 8
    for shift in stride(from: 56, through: 0, by: -8) { tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
    for start in stride(from: 0, to: tail.count, by: 64) { compress(&state, &schedule) { tail[start + $0] } }
  }

  private static func compress(_ state: inout [UInt32], _ w: inout [UInt32], _ byte: (Int) -> UInt8) {
    for i in 0..<16 {
      w[i] =
        UInt32(byte(4 * i)) << 24 | UInt32(byte(4 * i + 1)) << 16 | UInt32(byte(4 * i + 2)) << 8
        | UInt32(byte(4 * i + 3))
    }
    for i in 16..<64 {
      let s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ (w[i - 15] >> 3)
      let s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ (w[i - 2] >> 10)
      w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for i in 0..<64 {
      let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      let t1 = h &+ s1 &+ (e & f ^ ~e & g) &+ constants[i] &+ w[i]
      let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      let t2 = s0 &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
    }
    for (i, word) in [a, b, c, d, e, f, g, h].enumerated() { state[i] &+= word }
  }

  private static func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }

  private static let initialState: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}
