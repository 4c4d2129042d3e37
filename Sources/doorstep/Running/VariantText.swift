/// A variant as the command line writes it: `label: path=value; path=value`.
struct VariantText: Equatable {
  var label: String
  var overrides: [String]

  init(label: String, overrides: [String]) {
    self.label = label
    self.overrides = overrides
  }

  /// Reads a variant; without a label, what it changes is its name.
  ///
  /// - Returns: nil when a change is not of the form path=value, or nothing is there at all.
  init?(_ text: String) {
    var changes = text[...]
    var label: String?
    if let colon = text.firstIndex(of: ":"), !text[..<colon].contains("=") {
      label = trimmed(text[..<colon])
      changes = text[text.index(after: colon)...]
    }
    overrides = changes.split(separator: ";").map(trimmed).filter { !$0.isEmpty }
    for change in overrides {
      guard let equals = change.firstIndex(of: "="), equals != change.startIndex else { return nil }
    }
    self.label = label ?? overrides.joined(separator: "; ")
    if self.label.isEmpty { return nil }
  }
}

/// The text without blanks at its ends.
func trimmed(_ text: some StringProtocol) -> String {
  var text = Substring(text)
  while text.first == " " { text.removeFirst() }
  while text.last == " " { text.removeLast() }
  return String(text)
}
