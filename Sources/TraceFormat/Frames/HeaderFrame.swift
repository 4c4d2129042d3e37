/// The first frame of a file: the ``TraceHeader``.
enum HeaderFrame {
  /// Appends the frame and returns the file's id, which is a hash of the header's content.
  static func write(_ header: TraceHeader, to output: ByteWriter) -> UInt64 {
    let content = ByteWriter()
    writeContent(header, to: content)
    let fileID = hash(content.bytes)
    let start = StructureFrame.begin(.header, fileID: fileID, in: output)
    output.append(content.bytes)
    StructureFrame.end(start, in: output)
    return fileID
  }

  /// FNV-1a in 64 bits, then mixed.
  static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    Chain.mix(bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }

  private static func writeContent(_ header: TraceHeader, to output: ByteWriter) {
    output.append(header.epoch)
    output.append(header.quantum)
    output.append(header.seed)
    output.append(header.replication)
    output.append(header.randomVersion)
    output.append(text: "us")
    output.append(text: header.engineVersion)
    output.append(text: header.scenarioName)
    output.append(text: header.scenarioHash)
    output.append(text: header.scenario)
    output.append(text: header.derivation)
    output.append(UInt16(header.regions.count))
    for region in header.regions { output.append(text: region) }
    output.append(UInt16(header.dictionaries.count))
    for dictionary in header.dictionaries {
      output.append(text: dictionary.name)
      output.append(UInt32(dictionary.values.count))
      for value in dictionary.values { output.append(text: value) }
    }
    output.append(UInt16(header.kinds.count))
    for kind in header.kinds { write(kind, to: output) }
  }

  private static func write(_ kind: TraceKind, to output: ByteWriter) {
    output.append(kind.id)
    output.append(text: kind.name)
    output.append(UInt8(kind.fields.count))
    for field in kind.fields {
      output.append(field.slot.rawValue)
      output.append(text: field.name)
      output.append(text: field.unit.rawValue)
      output.append(text: field.dictionary ?? "")
    }
  }

  /// Parses an intact frame's content.
  static func parse(_ content: UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> TraceHeader {
    var reader = ByteReader(content)
    var header = TraceHeader(kinds: [])
    header.epoch = try reader.read()
    header.quantum = try reader.read()
    header.seed = try reader.read()
    header.replication = try reader.read()
    header.randomVersion = try reader.read()
    guard try reader.readText() == "us" else { throw ByteReader.Malformed() }
    header.engineVersion = try reader.readText()
    header.scenarioName = try reader.readText()
    header.scenarioHash = try reader.readText()
    header.scenario = try reader.readText()
    header.derivation = try reader.readText()
    for _ in 0..<(try reader.read(UInt16.self)) { header.regions.append(try reader.readText()) }
    for _ in 0..<(try reader.read(UInt16.self)) {
      var dictionary = TraceDictionary(name: try reader.readText(), values: [])
      for _ in 0..<(try reader.read(UInt32.self)) { dictionary.values.append(try reader.readText()) }
      header.dictionaries.append(dictionary)
    }
    for _ in 0..<(try reader.read(UInt16.self)) { header.kinds.append(try readKind(&reader)) }
    guard (try? header.check()) != nil else { throw ByteReader.Malformed() }
    return header
  }

  private static func readKind(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> TraceKind {
    var kind = TraceKind(id: try reader.read(), name: try reader.readText(), fields: [])
    for _ in 0..<(try reader.read(UInt8.self)) {
      guard let slot = TraceSlot(rawValue: try reader.read()) else { throw ByteReader.Malformed() }
      let name = try reader.readText()
      let unit = TraceUnit(rawValue: try reader.readText())
      let dictionary = try reader.readText()
      kind.fields.append(TraceField(slot, name, unit, dictionary: dictionary.isEmpty ? nil : dictionary))
    }
    return kind
  }
}
