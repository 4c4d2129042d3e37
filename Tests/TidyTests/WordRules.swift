import Foundation

private func file(_ path: String, _ text: String) -> SourceFile { SourceFile(path: path, text: text) }

let fileLength = Rule(
  each: "file length",
  canaries: [file("Sources/Kernel/A.swift", String(repeating: "let a = 1\n", count: 601))],
  innocents: [file("Sources/Kernel/A.swift", String(repeating: "let a = 1\n", count: 599))],
  check: { file in
    // A file of data says so in its name: `Philox+Table.swift`.
    guard file.path.hasSuffix(".swift"), !file.path.hasSuffix("+Table.swift"), file.lines.count > 601 else { return [] }
    return [Finding(file, line: 601, "\(file.lines.count - 1) lines; a file has one idea and at most 600 lines")]
  })

/// Words of the trade that the layers below it do not know.
private let strangers: [String: Set<String>] = [
  "Kernel": [
    "parcel", "parcels", "warehouse", "customs", "carrier", "storefront", "sku", "consignment", "checkout", "currency",
    "country", "orders", "customer",
  ],
  "TraceFormat": ["warehouse", "customs", "carrier", "storefront", "checkout"],
  "LoadTesting": ["warehouse", "customs", "carrier", "inventory"],
]

let strangeWords = Rule(
  each: "words of another layer",
  canaries: [
    file("Sources/Kernel/A.swift", "let parcelCount = 1"), file("Sources/Kernel/A.swift", "struct Warehouse {}"),
    file("Sources/TraceFormat/A.swift", "let customs = 1"),
  ],
  innocents: [
    file("Sources/Kernel/A.swift", "// a parcel waits\nlet order = 1; let customer_ = 0"),
    file("Sources/Logistics/Customs/A.swift", "let parcelCount = 1"),
  ],
  check: { file in
    guard file.path.hasPrefix("Sources/"), let words = strangers[file.target ?? ""] else { return [] }
    return file.tokens.filter { !words.isDisjoint(with: camelWords($0.text)) }
      .map { Finding(file, line: $0.line, "\(file.target ?? "") knows nothing of \"\($0.text)\"") }
  })

/// The words of a name in lower case: `cutOffTime` has three.
func camelWords(_ name: String) -> Set<String> {
  var words: [String] = [""]
  for letter in name {
    if letter.isUppercase && words.last?.isEmpty == false && words.last?.last?.isLowercase == true { words.append("") }
    words[words.count - 1].append(letter)
  }
  return Set(words.map { $0.lowercased() })
}

let peerTypes = Rule(
  "departments name their peers' types",
  canaries: [
    [
      file("Sources/Logistics/Carrier/A.swift", "public struct RateCard {\n}"),
      file("Sources/Logistics/Customs/B.swift", "let card: RateCard"),
    ]
  ],
  innocents: [file("Sources/Logistics/Carrier/A.swift", "struct RateCard {}\nlet card: RateCard")],
  check: { files in
    let departments = files.filter { $0.path.hasPrefix("Sources/Logistics/") && !shared.contains($0.department ?? "") }
    let owners = typeOwners(departments)
    return departments.flatMap { file in
      let generic = Set(file.tokens.indices.filter { file.follows($0, "<") }.map { file.tokens[$0].text })
      return file.tokens.indices.compactMap { i -> Finding? in
        let token = file.tokens[i]
        guard let owner = owners[token.text], owner != file.department, !file.follows(i, ".") else { return nil }
        if generic.contains(token.text), token.text.count < 8 { return nil }
        let here = file.department ?? ""
        return Finding(file, line: token.line, "\(here) names \(token.text) of its peer \(owner): talk by event")
      }
    }
  })

/// Folders of `Logistics` that all departments see, or that see all departments; all of them post into the ledger.
private let shared: Set = ["Vocabulary", "Simulation", "Ledger"]

/// The department that declares each type at the top of a file; names that two departments use are nobody's.
private func typeOwners(_ files: [SourceFile]) -> [String: String] {
  let kinds: Set = ["struct", "class", "enum", "protocol", "actor"]
  var owners: [String: Set<String>] = [:]
  for file in files {
    var depth = 0
    for (i, token) in file.tokens.enumerated() {
      if token.text == "{" { depth += 1 }
      if token.text == "}" { depth -= 1 }
      guard depth == 0, kinds.contains(token.text), i + 1 < file.tokens.count, !file.follows(i, "import") else {
        continue
      }
      owners[file.tokens[i + 1].text, default: []].insert(file.department ?? "")
    }
  }
  return owners.compactMapValues { $0.count == 1 ? $0.first : nil }
}

let targetNames = Rule(
  each: "types named like targets",
  canaries: [file("Sources/Kernel/A.swift", "public struct Kernel {}")],
  innocents: [file("Sources/Kernel/A.swift", "public struct Engine {}")],
  check: { file in
    file.tokens.indices.compactMap { i in
      let token = file.tokens[i]
      guard allowedImports[token.text] != nil, i > 0 else { return nil }
      guard ["struct", "class", "enum", "protocol", "actor"].contains(file.tokens[i - 1].text) else { return nil }
      return i > 1 && file.tokens[i - 2].text == "import"
        ? nil : Finding(file, line: token.line, "type \(token.text) hides the target of that name")
    }
  })

let markers = Rule(
  each: "unfinished work",
  canaries: ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"].map { file("docs/a.md", "a line\n// \($0): later\n") },
  innocents: [file("docs/a.md", "a to-do list; hacksaw")],
  check: { file in
    let words: Set = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]
    return linesWithWord(words, in: file)
      .map { Finding(file, line: $0, "a marker for later: do it now, or file an issue") }
  })

private func linesWithWord(_ words: Set<String>, in file: SourceFile) -> [Int] {
  file.lines.indices.filter { line in
    let text = file.lines[line]
    guard words.contains(where: { text.contains($0) }) else { return false }
    return text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { words.contains(String($0)) }
  }.map { $0 + 1 }
}

let machinePaths = Rule(
  each: "paths of one machine",
  canaries: ["/wor" + "k/main", "/roo" + "t/.cache", "/hom" + "e/me/x", "/Use" + "rs/me/x", "/opt/swi" + "ft"].map {
    file("docs/a.md", "see \($0)")
  },
  innocents: [file("docs/a.md", "network/hub, /usr/bin/env, docs/work/")],
  check: { file in
    let prefixes = ["/wor" + "k/", "/roo" + "t/", "/hom" + "e/", "/Use" + "rs/", "/opt/swi" + "ft"]
    return file.lines.indices.compactMap { line in
      let text = file.lines[line]
      guard let found = prefixes.first(where: { startsPath($0, in: text) }) else { return nil }
      return Finding(file, line: line + 1, "\"\(found)\" exists on one machine only")
    }
  })

/// Whether the text holds that prefix at the start of a path.
private func startsPath(_ prefix: String, in text: Substring) -> Bool {
  var rest = text
  while let found = rest.range(of: prefix) {
    let before = found.lowerBound > text.startIndex ? text[text.index(before: found.lowerBound)] : " "
    if !(before.isLetter || before.isNumber || "._-~}".contains(before)) { return true }
    rest = rest[found.upperBound...]
  }
  return false
}
