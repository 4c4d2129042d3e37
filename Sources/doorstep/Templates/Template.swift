import ArgumentParser
enum Template: String, CaseIterable, ExpressibleByArgument {
  case starter
  case crossBorder = "cross-border"
  var purpose: String { "x" }
  var text: String { "name: NAME\nstart: 2026-11-27T00:00:00Z\nend: 2026-11-28T00:00:00Z\n" }
}
