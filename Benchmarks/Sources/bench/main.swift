@preconcurrency import Glibc

/// What the command line chose.
struct Options {
  var suite = "kernel"
  var format = ReportFormat.text
  var quick = false
  /// A part of the names of the benchmarks to run, as in `hold/exponential/1000`.
  var only: String?

  func selects(_ name: String) -> Bool { only.map { name.contains($0) } ?? true }
}

/// A suite: a file of its own and a line in ``all``.
struct Suite {
  var name: String
  var run: (Options) -> [Measurement]

  static var all: [Suite] {
    [
      Suite(name: "kernel", run: kernelSuite),
      Suite(name: "trace", run: traceSuite),
      Suite(name: "model", run: modelSuite),
    ]
  }
}

func fail(_ message: String) -> Never {
  fputs("bench: error: \(message)\n", stderr)
  exit(2)
}

func parse(_ arguments: [String]) -> Options {
  var options = Options()
  var rest = arguments[...]
  while let argument = rest.popFirst() {
    switch argument {
    case "--quick": options.quick = true
    case "--format":
      guard let format = rest.popFirst().flatMap(ReportFormat.init) else { fail("--format takes text or json") }
      options.format = format
    case "--only": options.only = rest.popFirst()
    default:
      guard Suite.all.contains(where: { $0.name == argument }) else {
        fail("unknown suite \"\(argument)\"; there are: \(Suite.all.map(\.name).joined(separator: ", "))")
      }
      options.suite = argument
    }
  }
  return options
}

let options = parse(Array(CommandLine.arguments.dropFirst()))
for suite in Suite.all where suite.name == options.suite { print(format(suite.run(options), options.format)) }
