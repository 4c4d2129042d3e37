import Testing

@testable import TraceFormat

@Suite struct CodingTests {
  @Test("CRC-32C of 123456789 is E3069283 (RFC 3720, appendix B.4)")
  func checksum() {
    let text = Array("123456789".utf8)
    #expect(text.withUnsafeBytes { CRC32C.checksum($0) } == 0xE306_9283)
    let zeros = [UInt8](repeating: 0, count: 32)
    #expect(zeros.withUnsafeBytes { CRC32C.checksum($0) } == 0x8A91_36AA)
    let ones = [UInt8](repeating: 0xFF, count: 32)
    #expect(ones.withUnsafeBytes { CRC32C.checksum($0) } == 0x62A8_AB43)
    var dice = Dice(1)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
      bytes.withUnsafeBytes { #expect(CRC32C.update(7, $0) == CRC32C.updateByTables(7, $0)) }
    }
  }

  @Test("every class of the integer code gives back its smallest and largest numbers")
  func integerClasses() {
    var numbers: [UInt64] = Array(0..<70_000)
    for exponent in UInt64(4)..<64 {
      for step in UInt64(0)..<8 {
        let floor = (8 + step) << (exponent - 3)
        numbers += [floor &- 1, floor, floor + 1]
      }
    }
    numbers += [.max, .max - 1, 1 << 63]
    roundTrip(numbers)
  }

  @Test("integers of random size go round", arguments: [1 as UInt64, 2, 3])
  func integersOfRandomSize(seed: UInt64) {
    var dice = Dice(seed)
    roundTrip((0..<16_384).map { _ in dice.anySize() })
  }

  private func roundTrip(_ numbers: [UInt64]) {
    let codes = UnsafeMutablePointer<UInt8>.allocate(capacity: numbers.count + 16)
    let bits = UnsafeMutableRawPointer.allocate(byteCount: numbers.count * 8 + 64, alignment: 16)
    bits.initializeMemory(as: UInt8.self, repeating: 0, count: numbers.count * 8 + 64)
    defer {
      codes.deallocate()
      bits.deallocate()
    }
    var encoder = IntegerEncoder(codes: codes, bits: bits)
    for number in numbers { encoder.put(number) }
    var decoder = IntegerDecoder(codes: codes, bits: bits)
    let wrong = numbers.first { $0 != decoder.next() }
    #expect(wrong == nil)
    #expect(decoder.bytesUsed == bits.distance(to: encoder.bits.end))
    #expect(UnsafeBufferPointer(start: codes, count: numbers.count).allSatisfy { $0 <= IntegerCode.lastClass })
  }

  @Test("zigzag gives back the extremes")
  func zigzag() {
    for number in [Int64.min, -2, -1, 0, 1, 2, .max] {
      #expect(IntegerCode.unzigzag(IntegerCode.zigzag(number)) == number)
    }
    #expect([0, -1, 1, -2].map(IntegerCode.zigzag) == [0, 1, 2, 3])
  }

  @Test("times are rounded down, also before the epoch")
  func quantum() {
    #expect(Quantum.floor(1999, 1000) == 1000)
    #expect(Quantum.floor(-1, 1000) == -1000)
    #expect(Quantum.floor(.min, 1000) >= .min)
    #expect(Quantum.floor(.min, 1000) % 1000 == 0)
  }

  @Test("the header comes back from its frame")
  func headerFrame() throws {
    let header = Worlds.header(quantum: 1000)
    let output = ByteWriter()
    let fileID = HeaderFrame.write(header, to: output)
    #expect(StructureFrame.isIntact(output.bytes))
    #expect(StructureFrame.parsePrefix(output.bytes)?.fileID == fileID)
    #expect(try HeaderFrame.parse(StructureFrame.content(output.bytes)) == header)
  }

  @Test("a header that breaks a rule says which")
  func headerRules() {
    func fault(_ change: (inout TraceHeader) -> Void) -> String {
      var header = Worlds.header()
      change(&header)
      do throws(TraceError) {
        try header.check()
        return ""
      } catch { return error.description }
    }
    #expect(fault { _ in } == "")
    #expect(fault { $0.quantum = 0 } == "trace header: quantum 0 us is not positive")
    #expect(fault { $0.kinds = [] } == "trace header: 0 kinds; 1 to 256 are possible")
    #expect(fault { $0.kinds[1].name = "orderCreated" } == "trace header: two kinds named \"orderCreated\"")
    #expect(fault { $0.kinds[1].id = 3 }.contains("do not have growing ids"))
    #expect(
      fault { $0.dictionaries.removeFirst() }
        == "trace header: field \"country\" of kind \"orderCreated\": no dictionary \"countries\"")
  }

  @Test("instants read as ISO 8601")
  func texts() {
    #expect(TraceText.time(0) == "1970-01-01T00:00:00.000000Z")
    #expect(TraceText.time(1_795_802_400_000_001) == "2026-11-27T18:00:00.000001Z")
    #expect(TraceText.time(-1) == "1969-12-31T23:59:59.999999Z")
    #expect(TraceText.time(5, epoch: 951_782_400_000_000) == "2000-02-29T00:00:00.000005Z")
    #expect(TraceText.time(.max).hasPrefix("294247-01-10T04:00:54.775807Z"))
    #expect(TraceText.time(.min).hasPrefix("-290308-12-21T19:59:05.224192Z"))
  }
}
