internal import Kernel
internal import Logistics
internal import Scenario

/// What rules of law name: what a product's data must get right.
struct RuleTerms {
  private(set) var attributes: [String] = []
  private(set) var origins: [String] = []
  private(set) var hsCodes: [String] = []
  /// Documents that the scenario holds: their place in its list and their name.
  private(set) var documents: [(place: Int, name: String)] = []

  /// Whether no rule looks at data, and no document is held.
  var isEmpty: Bool { attributes.isEmpty && origins.isEmpty && hsCodes.isEmpty && documents.isEmpty }

  init(_ document: ScenarioDocument) {
    for parameter in document.parameters {
      let steps = parameter.path.split(separator: ".")
      if parameter.path.hasPrefix("rules."), steps.count == 3 {
        switch steps[2] {
        case "attributes": Self.add(parameter.value, to: &attributes)
        case "origins": Self.add(parameter.value, to: &origins)
        case "hsCodes": Self.add(parameter.value, to: &hsCodes)
        default: continue
        }
      } else if parameter.path.hasPrefix("documents["), steps.count == 2, steps[1] == "name",
        let place = Int(steps[0].dropFirst("documents[".count).dropLast())
      {
        documents.append((place, parameter.value.filter { $0 != "\"" }))
      }
    }
  }

  /// Adds the words of a list as scenarios write it.
  private static func add(_ list: String, to words: inout [String]) {
    for word in list.split(whereSeparator: { "[], \"".contains($0) }).map(String.init)
    where word != "null" && !words.contains(word) { words.append(word) }
  }
}

/// A datum of the catalogue or of the files that may be wrong.
struct DataError: Hashable {
  enum Kind: Hashable {
    /// The SKU has an attribute that nobody wrote down.
    case unknown(attribute: String)
    /// The SKU does not have an attribute that is written down.
    case untrue(attribute: String)
    case origin(String)
    case hsCode(String)
    /// A document is not what it seems: whoever asks for it does not take it.
    case invalid(document: Int, name: String)
  }

  /// The place of the SKU; of all of them for documents.
  var sku: Int?
  var kind: Kind

  /// What is wrong, in words.
  func words(_ outline: ModelOutline) -> String {
    switch kind {
    case .unknown(let attribute): "is \(attribute), and nobody wrote it down"
    case .untrue(let attribute): "is not \(attribute)"
    case .origin(let country): "comes from \(country)"
    case .hsCode(let code): "is of heading \(code)"
    case .invalid(_, let name): "the document \(name) is not accepted"
    }
  }
}

extension AnswerDesk {
  /// All data that rules look at, each with one way to be wrong.
  func dataErrors() -> [DataError] {
    var errors: [DataError] = []
    let origins = outline.skus.map(\.origin) + ruleTerms.origins
    let codes = ruleTerms.hsCodes + outline.skus.map(\.hsCode)
    for (place, sku) in outline.skus.enumerated() {
      func add(_ kind: DataError.Kind) { errors.append(DataError(sku: place, kind: kind)) }
      for attribute in ruleTerms.attributes {
        add(sku.attributes.contains(attribute) ? .untrue(attribute: attribute) : .unknown(attribute: attribute))
      }
      if let other = origins.first(where: { !$0.isEmpty && $0 != sku.origin }) { add(.origin(other)) }
      if let other = codes.first(where: { !$0.isEmpty && !sku.hsCode.hasPrefix($0) }) { add(.hsCode(other)) }
    }
    for document in ruleTerms.documents {
      errors.append(DataError(sku: nil, kind: .invalid(document: document.place, name: document.name)))
    }
    return errors
  }

  /// The scenario with wrong data, as `--set` takes it.
  func overrides(of errors: [DataError]) -> [String] {
    var changes: [String] = []
    for (place, sku) in outline.skus.enumerated() {
      var attributes = sku.attributes
      for error in errors where error.sku == place {
        switch error.kind {
        case .unknown(let attribute): attributes.append(attribute)
        case .untrue(let attribute): attributes.removeAll { $0 == attribute }
        case .origin(let country): changes.append("skus.\(sku.name).origin=\(country)")
        case .hsCode(let code): changes.append("skus.\(sku.name).hsCode=\"\(Self.longCode(code))\"")
        case .invalid: continue
        }
      }
      if attributes != sku.attributes {
        changes.append("skus.\(sku.name).attributes=[\(attributes.joined(separator: ", "))]")
      }
    }
    for error in errors {
      if case .invalid(let place, _) = error.kind { changes.append("documents[\(place)].validTo=1970-01-01") }
    }
    return changes
  }

  /// A code of six digits that begins as a rule's does.
  private static func longCode(_ code: String) -> String {
    let digits = code.filter(\.isNumber)
    let long = digits + String(repeating: "0", count: max(0, 6 - digits.count))
    return "\(long.prefix(4)).\(long.dropFirst(4))"
  }

  /// Which ways of a SKU are open at the start: by market, then from stock in the country and in parcels from abroad.
  static func openWays(_ outline: ModelOutline, sku: Int) -> [Bool] {
    outline.markets.indices.flatMap { market in
      [false, true].map { isAbroad in
        outline.markets[market].prices[sku] != nil
          && outline.verdicts.contains {
            $0.sku == sku && $0.market == market && $0.isCrossBorder == isAbroad && $0.from == nil && $0.maySell
          }
      }
    }
  }

  /// The ways of a SKU that the law opens when given data are wrong.
  mutating func openWays(sku: Int, _ errors: [DataError]) throws -> [Bool] {
    let own = errors.filter { $0.sku == nil || $0.sku == sku }
    return Self.openWays(own.isEmpty ? outline : try outline(of: overrides(of: own)), sku: sku)
  }
}
