import Foundation

/// A loaded scenario: every value checked, every default at hand.
public struct ScenarioDocument: Sendable {
  /// The schema it was held against.
  public let schema: ScenarioSchema
  /// The scenario's name: its file's name without the extension.
  public let name: String
  /// What is worth a word, but no reason to stop.
  public let warnings: Diagnostics
  let files: SourceFiles
  let tree: YAMLNode

  /// Loads a file with its includes and overrides.
  ///
  /// - Parameters:
  ///   - path: The scenario's file.
  ///   - overrides: `path=value` each, as `--set` takes them: `warehouses.west.stations=40`, `lanes[0].carrier=DHX`.
  ///   - schema: The fields it may have.
  ///   - rest: What to add when a few values are wrong, found in the scenario with their defaults in place of them.
  /// - Throws: All problems at once.
  public static func load(
    path: String, overrides: [String] = [], schema: ScenarioSchema,
    rest: (ScenarioDocument) -> [Diagnostic] = { _ in [] }
  ) throws(Diagnostics) -> ScenarioDocument {
    var loader = Loader(schema)
    let tree = loader.load(path: path)
    return try finish(loader, tree, overrides, named: (path as NSString).lastPathComponent, rest: rest)
  }

  /// Loads a text; what it includes is looked up from the folder of `name`.
  ///
  /// - Parameters:
  ///   - text: The YAML.
  ///   - name: What messages call it.
  ///   - folder: What paths in it are relative to; the name's folder when left out.
  ///   - otherFolders: Where a file that is not in its place is looked for, the working folder being "".
  ///   - overrides: `path=value` each.
  ///   - schema: The fields it may have.
  /// - Throws: All problems at once.
  public static func parse(
    _ text: String, name: String = "scenario.yaml", folder: String? = nil, otherFolders: [String] = [],
    overrides: [String] = [], schema: ScenarioSchema
  ) throws(Diagnostics) -> ScenarioDocument {
    try parse(
      bytes: Array(text.utf8), name: name, folder: folder, otherFolders: otherFolders, overrides: overrides,
      schema: schema)
  }

  /// Loads bytes that ought to be text; see ``parse(_:name:folder:otherFolders:overrides:schema:)``.
  public static func parse(
    bytes: [UInt8], name: String, folder: String? = nil, otherFolders: [String] = [], overrides: [String] = [],
    schema: ScenarioSchema
  ) throws(Diagnostics) -> ScenarioDocument {
    var loader = Loader(schema)
    loader.files.otherFolders = otherFolders
    let file = loader.files.add(name, folder: folder ?? SourceFiles.folder(of: name))
    let tree = loader.load(bytes, file: file, within: [])
    return try finish(loader, tree, overrides, named: (name as NSString).lastPathComponent)
  }

  private static func finish(
    _ loader: Loader, _ loaded: YAMLNode?, _ texts: [String], named file: String,
    rest: (ScenarioDocument) -> [Diagnostic] = { _ in [] }
  ) throws(Diagnostics) -> ScenarioDocument {
    try loader.diagnostics.check()
    guard var tree = loaded else { preconditionFailure("a scenario without a tree has diagnostics") }
    var files = loader.files
    var overrides = Overrides(schema: loader.schema)
    tree = overrides.apply(texts, to: tree, &files)
    var validator = Validator(loader.schema, files)
    validator.check(tree)
    var found = loader.diagnostics
    found.add(overrides.diagnostics)
    found.add(validator.context.diagnostics)
    let name = (file as NSString).deletingPathExtension
    if let whole = validator.rest(of: tree), !overrides.diagnostics.hasErrors {
      let document = ScenarioDocument(
        schema: loader.schema, name: name, warnings: Diagnostics(), files: files, tree: whole)
      for problem in rest(document) { found.error(at: problem.mark, problem.message, help: problem.help) }
    }
    try found.check()
    var digests = FileDigests(context: ReadContext(files: files))
    tree = digests.add(to: tree, loader.schema.root)
    found.add(digests.context.diagnostics)
    try found.check()
    return ScenarioDocument(schema: loader.schema, name: name, warnings: found, files: files, tree: tree)
  }

  private init(schema: ScenarioSchema, name: String, warnings: Diagnostics, files: SourceFiles, tree: YAMLNode) {
    self.schema = schema
    self.name = name
    self.warnings = warnings
    self.files = files
    self.tree = tree
  }

  /// The whole document as a section.
  public var root: Section {
    Section(
      document: self, node: tree, schema: schema.root, name: "", index: 0, parent: nil,
      place: Place(file: 0, line: 1, column: 1), path: FieldPath(steps: []))
  }

  /// The scenario with every default written out, in the schema's order, with the user's source notes.
  ///
  /// Loading it gives the same text and the same hash. Computed on each call.
  public var resolvedYAML: String { Resolver(self, keepsNotes: true).text }

  /// The same text for another folder: files that the scenario names have their paths from there.
  public func resolvedYAML(inFolder folder: String) -> String {
    Resolver(self, keepsNotes: true, folder: folder).text
  }

  /// SHA-256, in hexadecimal, of the resolved scenario without source notes. Computed on each call.
  ///
  /// Formatting, comments, the order of keys, units, notes, and whether a value was written, included, set or left at
  /// its default do not change it; neither does the place of a file that it names, but what the file contains does.
  public var hash: String { SHA256.hexDigest(of: Resolver(self, keepsNotes: false).text) }
}
