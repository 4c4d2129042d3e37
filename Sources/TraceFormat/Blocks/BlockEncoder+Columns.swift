extension BlockEncoder {
  /// Codes the kind-sorted columns and appends their streams.
  func emitSortedColumns(_ output: ByteWriter) {
    modes.removeAll()
    let entitySizes = entityTransform == .families ? codeEntityDistances() : codeIntegers(.entity)
    let valueSizes = codeIntegers(.value)
    let auxSizes = codeIntegers(.aux)
    columns.raw(.groupModes).copyMemory(from: modes.start, byteCount: modes.count)
    emit(.groupModes, modes.count, output)
    if entityTransform == .families { emitFamilies(output) }
    emit(.entityCodes, entitySizes.codes, output)
    emit(.entityBits, entitySizes.bits, output)
    emit(.valueCodes, valueSizes.codes, output)
    emit(.valueBits, valueSizes.bits, output)
    emit(.auxCodes, auxSizes.codes, output)
    emit(.auxBits, auxSizes.bits, output)
    emitNodes(output)
    emitBytes(.countries, of: .country, shift: Operands.countryShift, output)
    emitBytes(.flags, of: .flags, shift: Operands.flagsShift, output)
  }

  /// Compresses the first `size` bytes of a stream's buffer into a frame; an empty stream has none.
  func emit(_ stream: TraceStream, _ size: Int, _ output: ByteWriter) {
    guard size > 0 else { return }
    let compressor =
      switch stream.content {
      case .bits: bitCompressor
      case .literals: literalCompressor
      case .symbols: symbolCompressor
      }
    let stored = compressor.compress(UnsafeRawBufferPointer(start: columns.raw(stream), count: size), into: output)
    let frame = UnsafeRawBufferPointer(rebasing: output.bytes.suffix(stored))
    streams.append(
      BlockHeader.Stream(
        stream: stream, rawSize: UInt32(size), storedSize: UInt32(stored), checksum: CRC32C.checksum(frame)))
  }

  private func codeEntityDistances() -> (codes: Int, bits: Int) {
    var encoder = IntegerEncoder(codes: columns.bytes(.entityCodes), bits: columns.raw(.entityBits))
    let entities = columns.sorted.entities
    for entry in kindCounts where table.declares(Int(entry.kind), .entity) {
      for place in columns.group(Int(entry.kind)) {
        let distance = entities[place]
        if distance & EntityDistance.aheadFlag == 0 {
          encoder.put(distance)
        } else {
          let jump = distance & ~EntityDistance.aheadFlag
          let (code, width) = EntityDistance.aheadClass(jump)
          encoder.codes.pointee = code
          encoder.codes += 1
          encoder.bits.put(jump, width)
        }
      }
    }
    return sizes(encoder, .entityCodes, .entityBits)
  }

  /// Codes one column of integers group by group, each in the mode that fits it.
  private func codeIntegers(_ slot: TraceSlot) -> (codes: Int, bits: Int) {
    let (codeStream, bitStream, numbers, mask) = integers(slot)
    var encoder = IntegerEncoder(codes: columns.bytes(codeStream), bits: columns.raw(bitStream))
    for entry in kindCounts where table.declares(Int(entry.kind), slot) {
      let group = columns.group(Int(entry.kind))
      let (smallest, largest) = Self.bounds(numbers, mask, group)
      let (mode, base) = GroupMode.choose(smallest: smallest, largest: largest)
      modes.append(mode.rawValue)
      modes.append(varint: IntegerCode.zigzag(base))
      Self.code(numbers, mask, group, mode, base, &encoder)
    }
    return sizes(encoder, codeStream, bitStream)
  }

  /// A column of integers: its streams, its numbers, and which of their bits count.
  private func integers(_ slot: TraceSlot) -> (TraceStream, TraceStream, UnsafePointer<Int64>, Int64) {
    func signed(_ words: UnsafeMutablePointer<UInt64>) -> UnsafePointer<Int64> {
      UnsafeRawPointer(words).assumingMemoryBound(to: Int64.self)
    }
    let sorted = columns.sorted
    return switch slot {
    case .entity: (.entityCodes, .entityBits, signed(sorted.entities), ~0)
    case .value: (.valueCodes, .valueBits, UnsafePointer(sorted.values), ~0)
    default: (.auxCodes, .auxBits, signed(sorted.operands), Operands.signedAuxMask)
    }
  }

  private static func bounds(
    _ numbers: UnsafePointer<Int64>, _ mask: Int64, _ group: Range<Int>
  ) -> (Int64, Int64) {
    var smallest = numbers[group.lowerBound] & mask
    var largest = smallest
    for place in group {
      smallest = min(smallest, numbers[place] & mask)
      largest = max(largest, numbers[place] & mask)
    }
    return (smallest, largest)
  }

  private static func code(
    _ numbers: UnsafePointer<Int64>, _ mask: Int64, _ group: Range<Int>, _ mode: GroupMode, _ base: Int64,
    _ encoder: inout IntegerEncoder
  ) {
    var local = encoder
    switch mode {
    case .constant: break
    case .bytes:
      for place in group {
        local.codes.pointee = UInt8(truncatingIfNeeded: numbers[place] & mask &- base)
        local.codes += 1
      }
    case .above: for place in group { local.put(UInt64(bitPattern: numbers[place] & mask &- base)) }
    case .below: for place in group { local.put(UInt64(bitPattern: base &- numbers[place] & mask)) }
    case .signed: for place in group { local.put(IntegerCode.zigzag(numbers[place] & mask)) }
    }
    encoder = local
  }

  private func sizes(
    _ encoder: IntegerEncoder, _ codes: TraceStream, _ bits: TraceStream
  ) -> (codes: Int, bits: Int) {
    (columns.bytes(codes).distance(to: encoder.codes), columns.raw(bits).distance(to: encoder.bits.end))
  }

  private func emitFamilies(_ output: ByteWriter) {
    let table = columns.raw(.families)
    for family in 0..<families.count {
      let word = families.prefixes[family] << FamilyTable.serialBits | families.bases[family]
      table.storeBytes(of: word.littleEndian, toByteOffset: family * 8, as: UInt64.self)
    }
    emit(.families, families.count * 8, output)
    if families.count > 1 { emitFamilyIndices(output) }
  }

  private func emitNodes(_ output: ByteWriter) {
    let (low, high, operands) = (columns.bytes(.nodeLow), columns.bytes(.nodeHigh), columns.sorted.operands)
    var count = 0
    var all: UInt16 = 0
    for entry in kindCounts where table.declares(Int(entry.kind), .node) {
      for place in columns.group(Int(entry.kind)) {
        let node = UInt16(truncatingIfNeeded: operands[place] &>> Operands.nodeShift)
        low[count] = UInt8(truncatingIfNeeded: node)
        high[count] = UInt8(truncatingIfNeeded: node &>> 8)
        all |= node
        count &+= 1
      }
    }
    emit(.nodeLow, count, output)
    if all > 255 { emit(.nodeHigh, count, output) }
  }

  private func emitFamilyIndices(_ output: ByteWriter) {
    let (target, indices) = (columns.bytes(.familyIndices), columns.sorted.families)
    var count = 0
    for entry in kindCounts where table.declares(Int(entry.kind), .entity) {
      let group = columns.group(Int(entry.kind))
      (target + count).update(from: indices + group.lowerBound, count: group.count)
      count += group.count
    }
    emit(.familyIndices, count, output)
  }

  /// A column of bytes that stands in the operands from the bit `shift` on.
  private func emitBytes(_ stream: TraceStream, of slot: TraceSlot, shift: UInt64, _ output: ByteWriter) {
    let (target, operands) = (columns.bytes(stream), columns.sorted.operands)
    var count = 0
    for entry in kindCounts where table.declares(Int(entry.kind), slot) {
      for place in columns.group(Int(entry.kind)) {
        target[count] = UInt8(truncatingIfNeeded: operands[place] &>> shift)
        count &+= 1
      }
    }
    emit(stream, count, output)
  }
}
