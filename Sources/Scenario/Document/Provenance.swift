/// How many of a scenario's numbers say where they come from.
public struct Provenance: Hashable, Sendable {
  /// Values written in the scenario, what it includes, or on the command line.
  public var written = 0
  /// Those of them with a source that is no assumption, their own or their section's.
  public var sourced = 0
  /// Those of them that say they are assumptions.
  public var assumed = 0
  /// Values left at their default.
  public var defaulted = 0
  /// Those of them whose declaration has a source that is no assumption.
  public var defaultedSourced = 0
  /// Those of them whose declaration says assumption.
  public var defaultedAssumed = 0

  /// Written values that do not say where they come from.
  public var unsourced: Int { written - sourced - assumed }
}

extension Provenance: CustomStringConvertible {
  /// `12 written: 8 with a source, 3 assumptions, 1 without; 40 defaults: …`.
  public var description: String {
    let rest = defaulted - defaultedSourced - defaultedAssumed
    return "\(written) values written: \(sourced) with a source, \(assumed) assumptions, \(unsourced) without; "
      + "\(defaulted) defaults: \(defaultedSourced) with a source, \(defaultedAssumed) assumptions, \(rest) without"
  }
}

extension ScenarioDocument {
  /// Counts sources and assumptions. Computed on each call.
  public var provenance: Provenance {
    var counter = Provenance()
    counter.count(tree, schema.root, within: SourceNote(tree))
    return counter
  }
}

extension Provenance {
  fileprivate mutating func count(_ node: YAMLNode?, _ schema: SchemaNode, within outer: SourceNote?) {
    let own = node.flatMap { SourceNote($0) }
    let note = own?.source == nil ? outer : own
    switch schema.content {
    case .field(let field): count(field, isWritten: node != nil, note)
    case .object(let children, _):
      if node == nil, schema.rule?.isOptional ?? false { return }
      for child in children { count(node?.value(of: child.name), child.node, within: note) }
    case .map(let element):
      for entry in node?.entries ?? [] where !Annotation.keys.contains(entry.key) {
        count(entry.value, element, within: note)
      }
    case .list(let element):
      for item in node?.elements ?? [] { count(item, element, within: note) }
    }
  }

  private mutating func count(_ field: FieldDeclaration, isWritten: Bool, _ note: SourceNote?) {
    if isWritten {
      written += 1
      if note?.isAssumption ?? false { assumed += 1 } else if note?.source != nil { sourced += 1 }
    } else {
      defaulted += 1
      guard let source = field.source else { return }
      if source.lowercased().hasPrefix("assumption") { defaultedAssumed += 1 } else { defaultedSourced += 1 }
    }
  }
}
