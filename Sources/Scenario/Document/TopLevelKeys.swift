extension ScenarioDocument {
  /// The keys at the top of a YAML file, in its order and without those of its includes; nil when it cannot be read or is no map.
  ///
  /// A scenario has a `name`; what other files include has none.
  public static func topLevelKeys(path: String) -> [String]? {
    guard let bytes = try? TextFile.read(path) else { return nil }
    var parser = YAMLText(file: 0, name: path)
    guard let root = parser.parse(bytes), case .map(let entries) = root.content else { return nil }
    return entries.map(\.key)
  }
}
