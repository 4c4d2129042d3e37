extension TraceHeader {
  /// Checks the rules of the format.
  ///
  /// - Throws: ``TraceError/invalidHeader(_:)`` with the first rule that is broken.
  public func check() throws(TraceError) {
    guard quantum >= 1 else { throw .invalidHeader("quantum \(quantum) us is not positive") }
    guard (1...256).contains(kinds.count) else { throw .invalidHeader("\(kinds.count) kinds; 1 to 256 are possible") }
    guard regions.count <= 65_535 else { throw .invalidHeader("more than 65,535 regions") }
    guard dictionaries.count <= 65_535 else { throw .invalidHeader("more than 65,535 dictionaries") }
    for (a, b) in zip(kinds, kinds.dropFirst()) where a.id >= b.id {
      throw .invalidHeader("kinds \"\(a.name)\" and \"\(b.name)\" do not have growing ids")
    }
    if let name = Self.findDuplicate(kinds.map(\.name)) { throw .invalidHeader("two kinds named \"\(name)\"") }
    if let name = Self.findDuplicate(dictionaries.map(\.name)) {
      throw .invalidHeader("two dictionaries named \"\(name)\"")
    }
    for kind in kinds { try check(kind) }
    guard textSize < StructureFrame.largestSize / 2 else { throw .invalidHeader("more than 32 MB of text") }
  }

  private func check(_ kind: TraceKind) throws(TraceError) {
    for (a, b) in zip(kind.fields, kind.fields.dropFirst()) where a.slot.rawValue >= b.slot.rawValue {
      throw .invalidHeader("kind \"\(kind.name)\" declares slot \(b.slot) twice")
    }
    if let name = Self.findDuplicate(kind.fields.map(\.name)) {
      throw .invalidHeader("kind \"\(kind.name)\" has two fields named \"\(name)\"")
    }
    for field in kind.fields {
      guard let name = field.dictionary else { continue }
      guard dictionaries.contains(where: { $0.name == name }) else {
        throw .invalidHeader("field \"\(field.name)\" of kind \"\(kind.name)\": no dictionary \"\(name)\"")
      }
    }
  }

  private var textSize: Int {
    let dictionaryBytes = dictionaries.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.utf8.count + 4 } }
    return scenario.utf8.count + dictionaryBytes + regions.reduce(0) { $0 + $1.utf8.count + 4 }
  }

  private static func findDuplicate(_ names: [String]) -> String? {
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }
  }
}
