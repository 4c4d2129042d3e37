import Foundation

/// What each target may import beside itself, as the layers of the package have it: own targets stand above it.
///
/// Foundation, clocks, files and sockets live at the edge; what computes has none of them.
let allowedImports: [String: Set<String>] = [
  "Kernel": ["Synchronization", "Glibc", "Musl", "Darwin"],
  "TraceFormat": ["Kernel", "CZstd", "Synchronization", "Glibc", "Foundation"],
  "Scenario": ["Kernel", "Yams", "Foundation"],
  "Logistics": ["Kernel", "TraceFormat", "Scenario", "Synchronization", "Glibc"],
  "Planning": ["Kernel", "Scenario", "Logistics"],
  "Experiments": [
    "Kernel", "TraceFormat", "Scenario", "Logistics", "Planning", "GRDB", "Synchronization", "Foundation",
  ],
  "LoadTesting": [
    "Kernel", "TraceFormat", "Histogram", "NIOCore", "NIOPosix", "NIOSSL", "NIOTLS", "GRDB", "Yams", "Foundation",
    "Glibc",
  ],
  "Reporting": ["Kernel", "TraceFormat", "Scenario", "Logistics", "Planning", "Experiments"],
  "Dashboard": [
    "Kernel", "TraceFormat", "Scenario", "Logistics", "Planning", "Experiments", "LoadTesting", "Reporting",
    "GRDB", "Hummingbird", "Logging", "NIOCore", "Synchronization", "Foundation",
  ],
  "doorstep": [
    "Kernel", "TraceFormat", "Scenario", "Logistics", "Planning", "Experiments", "LoadTesting", "Reporting",
    "Dashboard", "ArgumentParser", "CJemalloc", "Histogram", "Synchronization", "Glibc", "Foundation",
  ],
]

/// Imports that one folder of a target has and the rest of it has not, with the reason.
let edgeImports: [String: Set<String>] = [
  // The run opens the trace, takes recorded demand from a file and reads the wall clock for its own cost.
  "Logistics/Simulation": ["Foundation"],
  // The solver is loaded at run time.
  "Planning/Solver": ["Glibc"],
]

/// Modules that tests may import beside what they test.
let testImports: Set = [
  "Testing", "Foundation", "Glibc", "Synchronization", "TestSupport", "GRDB", "Yams", "CJemalloc", "NIOCore",
  "NIOPosix", "NIOSSL",
]

private func file(_ path: String, _ text: String) -> SourceFile { SourceFile(path: path, text: text) }

let importsByTarget = Rule(
  each: "imports by target",
  canaries: [
    file("Sources/Kernel/Engine/A.swift", "import Foundation"),
    file("Sources/Kernel/Engine/A.swift", "internal import Logistics"),
    file("Sources/Logistics/Customs/A.swift", "import Foundation"),
    file("Sources/Logistics/Customs/A.swift", "public import struct Planning.Newsvendor"),
    file("Sources/Newcomer/A.swift", "import Kernel"),
  ],
  innocents: [
    file("Sources/Reporting/A.swift", "public import Logistics // import Foundation"),
    file("Sources/Kernel/Engine/A.swift", "let text = \"import Foundation\"; let x = table.import"),
  ],
  check: { file in
    guard let target = file.target, file.path.hasPrefix("Sources/"), !file.imports.isEmpty else { return [] }
    guard let allowed = allowedImports[target] else {
      return [Finding(file, line: 1, "target \(target) is not in the table of allowed imports")]
    }
    let edge = edgeImports["\(target)/\(file.department ?? "")"] ?? []
    return file.imports.filter { !allowed.union(edge).contains($0.module) }
      .map { Finding(file, line: $0.line, "\(target) may not import \($0.module)") }
  })

/// SwiftPM lets an undeclared import pass whenever the module happens to be built already; the compiler does not notice.
let declaredImports = Rule(
  "imports declared in Package.swift",
  canaries: [
    [
      file("Package.swift", ".target(name: \"Reporting\", dependencies: [\"Kernel\"])"),
      file("Sources/Reporting/A.swift", "import Logistics"),
    ]
  ],
  check: { files in
    guard let manifest = files.first(where: { $0.path == "Package.swift" }) else { return [] }
    let text = manifest.lines.joined(separator: "\n")
    let declared = declaredTargets(text)
    return files.flatMap { file -> [Finding] in
      guard let target = file.target, let names = declared[target] else { return [] }
      return file.imports.filter { isPackaged($0.module, in: declared) && $0.module != target }
        .filter { !names.contains($0.module) }
        .map { Finding(file, line: $0.line, "Package.swift does not declare that \(target) depends on \($0.module)") }
    }
  })

private func isPackaged(_ module: String, in declared: [String: Set<String>]) -> Bool {
  declared.keys.contains(module) || allowedImports.keys.contains(module)
    || ["ArgumentParser", "GRDB", "Histogram", "NIOCore", "NIOPosix", "Yams"].contains(module)
}

/// The dependencies of each target by name, read from the manifest's text.
func declaredTargets(_ manifest: String) -> [String: Set<String>] {
  let shorthands = [
    "argumentParser": "ArgumentParser", "grdb": "GRDB", "histogram": "Histogram", "nioCore": "NIOCore",
    "nioPosix": "NIOPosix", "yams": "Yams", "jemalloc": "CJemalloc",
  ]
  var result: [String: Set<String>] = [:]
  for part in manifest.components(startingWith: ["arget(", "ystemLibrary("]) {
    let quoted = part.split(separator: "\"", omittingEmptySubsequences: false)
    guard quoted.count > 1, let list = part.range(of: "dependencies: [") else {
      if quoted.count > 1 { result[String(quoted[1])] = [] }
      continue
    }
    let names = part[list.upperBound...].prefix { $0 != "]" }
      .split { !($0.isLetter || $0.isNumber) }.map { shorthands[String($0)] ?? String($0) }
    result[String(quoted[1])] = Set(names)
  }
  return result
}

extension String {
  /// The parts after each of the markers, up to the next marker.
  fileprivate func components(startingWith markers: [String]) -> [String] {
    var text = self
    for marker in markers { text = text.replacingOccurrences(of: marker, with: "\u{0}") }
    return text.components(separatedBy: "\u{0}").dropFirst().map { $0 }
  }
}
