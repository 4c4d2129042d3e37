import ArgumentParser
import Experiments
import Foundation
import Reporting

/// Brings results files together.
struct MergeCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Bring the runs of several results files into one.",
    discussion: """
      The first file is made when it is missing. Runs that it has already are left alone, so that merging twice changes \
      nothing; a run of the same key with another fingerprint is exit code 10.
      """)
  static let examples = [
    Example(
      "doorstep merge parts/results.sqlite parts/results-1-of-2.sqlite parts/results-2-of-2.sqlite",
      "The parts of a study, as one file."),
    Example("doorstep study scenarios/studies/smoke.yaml --out parts --resume", "Its table."),
  ]

  @Argument(help: ArgumentHelp("The results file that takes the runs.", valueName: "out.sqlite")) var out: String
  @Argument(help: ArgumentHelp("The results files that have them.", valueName: "in.sqlite")) var sources: [String]
  @OptionGroup var format: FormatOption

  func validate() throws {
    if sources.isEmpty { throw ValidationError("Name at least one file to merge.") }
  }

  func run() throws {
    func place(_ path: String) -> String { URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path() }
    if let same = sources.first(where: { place($0) == place(out) }) {
      throw Failure(.usage, "cannot merge \"\(same)\" into itself", help: "name the file that takes the runs first")
    }
    do {
      let store = try ResultsStore(path: out)
      var counts: [(file: String, count: MergeCount)] = []
      for source in sources { counts.append((source, try store.merge(source))) }
      try store.close()
      try Terminal.out(text(counts))
    } catch let error as ResultsStoreError {
      throw ExperimentFile.failure(error)
    }
  }

  private func text(_ counts: [(file: String, count: MergeCount)]) -> String {
    var table = Table([.text("file"), .number("added"), .number("known")])
    for (file, count) in counts { table.add(file, grouped(count.added), grouped(count.known)) }
    switch format.format {
    case .text: return table.text()
    case .md: return table.markdown()
    case .csv: return table.csv()
    case .json:
      let document: JSONValue = [
        "schema": .integer(1), "out": .string(out),
        "files": .array(of: counts) {
          ["file": .string($0.file), "added": .integer($0.count.added), "known": .integer($0.count.known)]
        },
      ]
      return document.text()
    }
  }
}
