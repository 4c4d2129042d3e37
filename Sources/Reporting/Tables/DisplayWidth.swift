/// The columns a text takes on a terminal: wide characters take two, combining marks none.
///
/// The ranges are the wide and fullwidth ones of Unicode Annex 11, coarsely.
public func displayWidth(_ text: String) -> Int {
  text.reduce(0) { total, character in
    guard let first = character.unicodeScalars.first else { return total }
    return total + width(of: first, in: character)
  }
}

private func width(of scalar: Unicode.Scalar, in character: Character) -> Int {
  if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F ? 1 : 0 }
  let properties = scalar.properties
  if properties.generalCategory == .nonspacingMark || properties.generalCategory == .enclosingMark
    || properties.generalCategory == .format
  {
    return 0
  }
  let hasEmojiStyle = character.unicodeScalars.contains { $0.value == 0xFE0F }
  return properties.isEmojiPresentation || hasEmojiStyle || isWide(scalar.value) ? 2 : 1
}

private func isWide(_ value: UInt32) -> Bool {
  switch value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x20000...0x3FFFD:
    true
  default: false
  }
}
