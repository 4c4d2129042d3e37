private func file(_ path: String, _ text: String) -> SourceFile { SourceFile(path: path, text: text) }

/// Targets whose results must not depend on the machine, the process or the moment.
private let computing: Set = ["Kernel", "TraceFormat", "Logistics", "Planning"]

/// Files that may do what the rule forbids, with the reason.
private let exemptions: [String: [(path: String, reason: String)]] = [
  "wall clock": [
    (
      "Sources/Kernel/Engine/WorkerPool.swift",
      "host time orders the regions of a window by cost; results do not depend on it"
    )
  ]
]

private func isExempt(_ file: SourceFile, from rule: String) -> Bool {
  exemptions[rule, default: []].contains { $0.path == file.path }
}

private func computes(_ file: SourceFile) -> Bool {
  file.path.hasPrefix("Sources/") && computing.contains(file.target ?? "")
}

/// Calls of free functions of these names, and of the same functions through their modules.
private func freeCalls(of names: Set<String>, in file: SourceFile, unqualified: Bool = true) -> [Token] {
  file.tokens.indices.compactMap { i in
    let token = file.tokens[i]
    guard names.contains(token.text), file.precedes(i, "("), !file.follows(i, "func") else { return nil }
    if file.follows(i, ".") {
      let owner = i >= 2 ? file.tokens[i - 2].text : ""
      return ["Foundation", "Glibc", "Darwin", "Swift", "CoreFoundation"].contains(owner) ? token : nil
    }
    return unqualified ? token : nil
  }
}

let wallClock = Rule(
  each: "wall clock",
  canaries: [
    file("Sources/Kernel/A.swift", "let now = Date()"),
    file("Sources/Logistics/Demand/A.swift", "let t = ContinuousClock.now"),
    file("Sources/TraceFormat/A.swift", "clock_gettime(CLOCK_MONOTONIC, &t)"),
  ],
  innocents: [
    file("Sources/Reporting/A.swift", "let now = Date()"),
    file("Sources/Kernel/A.swift", "// not Date()\nlet Dated = 1"),
  ],
  check: { file in
    guard computes(file), !isExempt(file, from: "wall clock") else { return [] }
    let names: Set = ["ContinuousClock", "SuspendingClock", "DispatchTime", "CFAbsoluteTimeGetCurrent"]
    let calls = freeCalls(of: ["Date", "clock_gettime", "gettimeofday", "time", "clock"], in: file)
    return (calls + file.tokens.filter { names.contains($0.text) })
      .map { Finding(file, line: $0.line, "\($0.text): the model has no clock but the kernel's") }
  })

let platformMathematics = Rule(
  each: "platform mathematics",
  canaries: [
    file("Sources/Kernel/A.swift", "import Glibc\nlet y = log(x)"),
    file("Sources/Logistics/Demand/A.swift", "Foundation.exp(x)"),
    file("Sources/Planning/A.swift", "import Foundation\nreturn pow(a, b)"),
  ],
  innocents: [
    file(
      "Sources/Kernel/A.swift", "import Glibc\nDeterministic.log(x); static func log(_ x: Double) {}; x.squareRoot()"),
    // Without such an import the name is our own: imports reach one file only.
    file("Sources/Kernel/A.swift", "extension Deterministic { static func log1p(x: Double) { log(1 + x) } }"),
  ],
  check: { file in
    guard computes(file) else { return [] }
    let isVisible = file.imports.contains { ["Glibc", "Foundation", "Darwin", "Musl"].contains($0.module) }
    let names: Set = [
      "log", "log2", "log10", "log1p", "exp", "exp2", "expm1", "pow", "sin", "cos", "tan", "asin", "acos", "atan",
      "atan2", "sinh", "cosh", "tanh", "erf", "erfc", "tgamma", "lgamma", "cbrt", "hypot", "sqrt",
    ]
    return freeCalls(of: names, in: file, unqualified: isVisible)
      .map { Finding(file, line: $0.line, "\($0.text)(…) differs between platforms: use Deterministic.\($0.text)") }
  })

let unseededRandomness = Rule(
  each: "unseeded randomness",
  canaries: [
    file("Sources/Logistics/Demand/A.swift", "let x = Double.random(in: 0..<1)"),
    file("Sources/Kernel/A.swift", "rows.shuffled()"),
    file("Sources/Kernel/A.swift", "var generator = SystemRandomNumberGenerator()"),
    file("Sources/Planning/A.swift", "hasher.hashValue"),
  ],
  innocents: [
    file("Sources/Kernel/A.swift", "Int.random(in: 0..<(a + b), using: &stream); rows.shuffle(using: &stream)")
  ],
  check: { file in
    guard computes(file) else { return [] }
    let draws: Set = ["random", "randomElement", "shuffled", "shuffle"]
    return file.tokens.indices.compactMap { i in
      let token = file.tokens[i]
      if ["SystemRandomNumberGenerator", "hashValue", "arc4random", "drand48"].contains(token.text) {
        return Finding(file, line: token.line, "\(token.text) differs between processes: draw from a named stream")
      }
      guard draws.contains(token.text), file.follows(i, "."), file.precedes(i, "(") else { return nil }
      guard !argumentWords(after: i, in: file).contains("using") else { return nil }
      return Finding(file, line: token.line, "\(token.text)(…) without `using:`: draw from a named stream")
    }
  })

/// The words between the parentheses that open after a token.
private func argumentWords(after index: Int, in file: SourceFile) -> [String] {
  var depth = 0
  var words: [String] = []
  for token in file.tokens[(index + 1)...] {
    if token.text == "(" { depth += 1 }
    if token.text == ")" { depth -= 1 }
    if depth == 0 { break }
    words.append(token.text)
  }
  return words
}

let printing = Rule(
  each: "printing",
  canaries: [
    file("Sources/Kernel/A.swift", "print(x)"), file("Sources/Reporting/A.swift", "debugPrint(x)"),
    file("Sources/Scenario/A.swift", "Swift.print(x)"),
  ],
  innocents: [file("Sources/doorstep/A.swift", "print(x)"), file("Sources/Kernel/A.swift", "printer.print(x)")],
  check: { file in
    guard file.path.hasPrefix("Sources/"), file.target != "doorstep" else { return [] }
    return freeCalls(of: ["print", "debugPrint", "dump", "NSLog"], in: file)
      .map { Finding(file, line: $0.line, "\($0.text)(…): only the command line prints") }
  })

let hashOrder = Rule(
  each: "hash order",
  canaries: [
    file("Sources/Logistics/Demand/A.swift", "var stock: [String: Int] = [:]\nfor (name, n) in stock { }"),
    file("Sources/Kernel/A.swift", "let seen = Set<Int>()\nlet list = seen.map { $0 }"),
    file("Sources/Logistics/Demand/A.swift", "func f(table: [Int: Double]) { table.values.forEach { add($0) } }"),
  ],
  innocents: [
    file("Sources/Logistics/Demand/A.swift", "var stock: [String: Int] = [:]\nfor name in names { use(stock[name]) }"),
    file("Sources/Kernel/A.swift", "let seen: Set<Int> = []\nfor n in seen.sorted() { }\nlet rows: [Int] = []"),
    file("Sources/Kernel/A.swift", "let codes = Set(a.map { $0 }).sorted()\nlet more = codes.map { $0 }"),
    file("Sources/Kernel/A.swift", "let zones: Set<Int> = []\nlet more = network.zones.map { $0 }"),
  ],
  check: { file in
    guard computes(file) else { return [] }
    let names = hashedNames(file)
    return file.tokens.indices.compactMap { i in
      let token = file.tokens[i]
      let isMember = file.follows(i, ".") && !(i > 1 && file.tokens[i - 2].text == "self")
      guard names.contains(token.text), !isMember, iterates(i, in: file) else { return nil }
      return Finding(
        file, line: token.line, "\"\(token.text)\" is walked in hash order: sort it, or keep an ordered list")
    }
  })

/// Names declared in the file as a dictionary or a set.
private func hashedNames(_ file: SourceFile) -> Set<String> {
  var names: Set<String> = []
  for i in file.tokens.indices.dropFirst() {
    let text = file.tokens[i].text
    guard [":", "="].contains(text), i + 1 < file.tokens.count else { continue }
    let name = file.tokens[i - 1].text
    let type = file.tokens[i + 1].text
    if ["Set", "Dictionary"].contains(type), !isSorted(after: i + 1, in: file) { names.insert(name) }
    if type == "[" && isDictionaryType(from: i + 1, in: file) { names.insert(name) }
  }
  return names.subtracting([")", "]", "_", ">", "?"])
}

/// Whether the call at that place ends in `.sorted`, which makes a list of it.
private func isSorted(after index: Int, in file: SourceFile) -> Bool {
  guard file.precedes(index, "(") else { return false }
  let end = index + 1 + argumentWords(after: index, in: file).count
  return end + 2 < file.tokens.count && file.tokens[end + 1].text == "." && file.tokens[end + 2].text == "sorted"
}

/// Whether the bracket at that place holds `Type: Type` or stands for an empty dictionary.
private func isDictionaryType(from index: Int, in file: SourceFile) -> Bool {
  let inside = file.tokens[(index + 1)...].prefix(8).map(\.text)
  guard inside.count > 2 else { return false }
  if inside[0] == ":" && inside[1] == "]" { return true }
  return inside[0].first?.isUppercase == true && inside[1] == ":"
    && inside[2].first.map { $0.isUppercase || $0 == "[" }!
}

/// Whether the name at that place is walked: by `for … in name`, or by a call that visits all of it in its own order.
private func iterates(_ index: Int, in file: SourceFile) -> Bool {
  let walks: Set = [
    "map", "forEach", "filter", "reduce", "compactMap", "flatMap", "keys", "values", "first", "enumerated",
  ]
  let after = file.tokens[(index + 1)...].prefix(12).map(\.text)
  if after.contains("sorted") || after.contains("min") || after.contains("max") { return false }
  if file.follows(index, "in") && after.first != "." && after.first != "[" { return true }
  return after.count > 1 && after[0] == "." && walks.contains(after[1]) && !(after[1] == "first" && after[2] == "?")
}

/// `static let name = make(.department, 7)`: two names of one number would be one event.
let eventNumbers = Rule(
  each: "event numbers",
  canaries: [
    file("Sources/Logistics/A/EventKind.swift", "static let a = make(.ledger, 1)\nstatic let b = make(.ledger, 1)")
  ],
  innocents: [
    file("Sources/Logistics/A/EventKind.swift", "static let a = make(.ledger, 1)\nstatic let b = make(.demand, 1)")
  ],
  check: { file in
    guard file.path.hasSuffix("/EventKind.swift") else { return [] }
    var seen: Set<String> = []
    return file.tokens.indices.compactMap { i in
      guard file.tokens[i].text == "make", file.follows(i, "="), i + 5 < file.tokens.count else { return nil }
      let number = file.tokens[(i + 2)...(i + 5)].map(\.text).joined()
      return seen.insert(number).inserted
        ? nil : Finding(file, line: file.tokens[i].line, "\(number): another event has this number")
    }
  })
