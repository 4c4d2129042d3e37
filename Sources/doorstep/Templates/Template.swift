import ArgumentParser
import Logistics

/// What `doorstep init` starts from.
enum Template: String, CaseIterable, ExpressibleByArgument {
  case starter
  case crossBorder = "cross-border"

  /// What it shows, in one line.
  var purpose: String {
    switch self {
    case .starter: "one creator, one country, one warehouse"
    case .crossBorder: "two countries, an origin abroad, an air service and customs"
    }
  }

  /// The scenario's text; `NAME` stands for its name.
  var text: String {
    switch self {
    case .starter: StarterScenario.oneCountry
    case .crossBorder: StarterScenario.crossBorder
    }
  }
}
