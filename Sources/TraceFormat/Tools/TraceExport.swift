extension TraceReader {
  /// Takes a piece of the export; the bytes are valid during the call only.
  public typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  /// Writes the selected records as comma-separated values with a line of names.
  ///
  /// `time`, `region` and `kind` come first, then every field name that a selected kind has, in the order of the kinds;
  /// fields that a kind does not have stay empty. Times are ISO 8601 in UTC, numbers with a dictionary its texts.
  /// Lines end with a line feed; values are quoted as in RFC 4180 where they must be.
  public func exportCSV(
    _ selection: TraceSelection = TraceSelection(), order: TraceOrder = .merged, to sink: Sink
  ) throws -> TraceReport {
    let kinds = selectedKinds(selection)
    var names: [String] = []
    for field in kinds.flatMap(\.fields) where !names.contains(field.name) { names.append(field.name) }
    let formats = ExportFormat.make(kinds, names: names, header: header, quote: ExportText.csv)
    let regions = ExportText.regions(header, ExportText.csv)
    return try export(selection, order, sink) { output in
      let title = (["time", "region", "kind"] + names).map { String(decoding: ExportText.csv($0), as: UTF8.self) }
      output.append(Array(title.joined(separator: ",").utf8) + [0x0A])
    } line: { record, region, output in
      TraceText.append(record.time, epoch: header.epoch, to: output)
      output.append(UInt8(ascii: ","))
      ExportText.append(region: region, regions, to: output)
      output.append(UInt8(ascii: ","))
      let format = formats[Int(record.kind)]!
      output.append(format.name)
      for field in format.columns {
        output.append(UInt8(ascii: ","))
        field?.append(record, epoch: header.epoch, instantQuote: nil, to: output)
      }
      output.append(UInt8(0x0A))
    }
  }

  /// Writes the selected records as one JSON object a line.
  ///
  /// `time`, `region` and `kind` come first, then the kind's fields by name. Numbers are whole, and ids may be larger
  /// than 2^53.
  public func exportNDJSON(
    _ selection: TraceSelection = TraceSelection(), order: TraceOrder = .merged, to sink: Sink
  ) throws -> TraceReport {
    let kinds = selectedKinds(selection)
    let formats = ExportFormat.make(kinds, names: nil, header: header, quote: ExportText.json)
    let regions = ExportText.regions(header, ExportText.json)
    return try export(selection, order, sink) { _ in
    } line: { record, region, output in
      output.append(Array(#"{"time":""#.utf8))
      TraceText.append(record.time, epoch: header.epoch, to: output)
      output.append(Array(#"","region":"#.utf8))
      ExportText.append(region: region, regions, to: output)
      output.append(Array(#","kind":"#.utf8))
      let format = formats[Int(record.kind)]!
      output.append(format.name)
      for case let field? in format.columns {
        output.append(UInt8(ascii: ","))
        output.append(field.name)
        output.append(UInt8(ascii: ":"))
        field.append(record, epoch: header.epoch, instantQuote: UInt8(ascii: "\""), to: output)
      }
      output.append([UInt8(ascii: "}"), 0x0A])
    }
  }

  private func selectedKinds(_ selection: TraceSelection) -> [TraceKind] {
    header.kinds.filter { selection.kinds?.contains($0.id) ?? true }
  }

  private func export(
    _ selection: TraceSelection, _ order: TraceOrder, _ sink: Sink, title: (ByteWriter) -> Void,
    line: (TraceRecord, UInt16, ByteWriter) -> Void
  ) throws -> TraceReport {
    let output = ByteWriter(capacity: 1 << 17)
    title(output)
    let report = try forEachRecord(selection, order: order) { record, region in
      line(record, region, output)
      if output.count >= 1 << 16 {
        try sink(output.bytes)
        output.removeAll()
      }
      return true
    }
    if output.count > 0 { try sink(output.bytes) }
    return report
  }
}

/// How the records of one kind are written.
private struct ExportFormat {
  struct Field {
    var slot: TraceSlot
    var name: [UInt8]
    var isInstant: Bool
    var texts: [[UInt8]]?

    func append(_ record: TraceRecord, epoch: Int64, instantQuote: UInt8?, to output: ByteWriter) {
      switch slot {
      case .entity: append(number: record.entity, to: output)
      case .aux: append(number: UInt64(record.aux), to: output)
      case .node: append(number: UInt64(record.node), to: output)
      case .country: append(number: UInt64(record.country), to: output)
      case .flags: append(number: UInt64(record.flags), to: output)
      case .value where isInstant:
        if let instantQuote { output.append(instantQuote) }
        TraceText.append(record.value, epoch: epoch, to: output)
        if let instantQuote { output.append(instantQuote) }
      case .value:
        if record.value < 0 {
          TraceText.append(record.value, to: output)
        } else {
          append(number: UInt64(record.value), to: output)
        }
      }
    }

    private func append(number: UInt64, to output: ByteWriter) {
      if let texts, number < UInt64(texts.count) {
        output.append(texts[Int(number)])
      } else {
        TraceText.append(number, to: output)
      }
    }
  }

  var name: [UInt8]
  /// The fields, or for CSV a place for each name, nil where the kind lacks it.
  var columns: [Field?]

  /// By kind id.
  static func make(
    _ kinds: [TraceKind], names: [String]?, header: TraceHeader, quote: (String) -> [UInt8]
  ) -> [ExportFormat?] {
    var formats = [ExportFormat?](repeating: nil, count: 65_536)
    var quoted: [String: [[UInt8]]] = [:]
    for dictionary in header.dictionaries { quoted[dictionary.name] = dictionary.values.map(quote) }
    for kind in kinds {
      let fields = kind.fields.map { field in
        Field(
          slot: field.slot, name: quote(field.name), isInstant: field.unit == .instant && field.slot == .value,
          texts: field.dictionary.flatMap { quoted[$0] })
      }
      let columns: [Field?] =
        names.map { names in
          names.map { name in kind.fields.firstIndex { $0.name == name }.map { fields[$0] } }
        } ?? fields
      formats[Int(kind.id)] = ExportFormat(name: quote(kind.name), columns: columns)
    }
    return formats
  }
}

/// Quoting of texts.
private enum ExportText {
  static func regions(_ header: TraceHeader, _ quote: (String) -> [UInt8]) -> [[UInt8]] { header.regions.map(quote) }

  static func append(region: UInt16, _ names: [[UInt8]], to output: ByteWriter) {
    if Int(region) < names.count {
      output.append(names[Int(region)])
    } else {
      TraceText.append(UInt64(region), to: output)
    }
  }

  /// Quoted when a comma, a quote or a line end is inside (RFC 4180).
  static func csv(_ text: String) -> [UInt8] {
    let special = [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D]
    guard text.utf8.contains(where: { special.contains($0) }) else { return Array(text.utf8) }
    let quote = UInt8(ascii: "\"")
    return [quote] + text.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }

  /// Always quoted (RFC 8259).
  static func json(_ text: String) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    let backslash = UInt8(ascii: "\\")
    return [quote]
      + text.utf8.flatMap { byte -> [UInt8] in
        if byte == quote || byte == backslash { return [backslash, byte] }
        if byte < 0x20 { return Array("\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8) }
        return [byte]
      } + [quote]
  }
}
