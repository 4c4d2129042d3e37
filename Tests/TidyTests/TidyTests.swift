import Testing

/// Every rule we hold our files to.
private let rules = [
  importsByTarget, declaredImports, wallClock, platformMathematics, unseededRandomness, printing, hashOrder, fileLength,
  strangeWords, peerTypes, targetNames, markers, machinePaths, eventNumbers,
]

@Suite struct TidyTests {
  @Test("The repository keeps every rule", arguments: rules.map(\.name))
  func repositoryIsTidy(name: String) throws {
    let rule = try #require(rules.first { $0.name == name })
    #expect(Repository.files.count > 20)
    for finding in rule.check(Repository.files) { Issue.record("\(finding.description) [\(rule.name)]") }
  }

  @Test("Every rule finds its canaries", arguments: rules.map(\.name))
  func canariesAreFound(name: String) throws {
    let rule = try #require(rules.first { $0.name == name })
    #expect(!rule.canaries.isEmpty)
    for canary in rule.canaries {
      #expect(!rule.check(canary).isEmpty, "missed: \(canary.map { $0.lines.first ?? "" })")
    }
  }

  @Test("No rule cries over an innocent look-alike", arguments: rules.map(\.name))
  func innocentsPass(name: String) throws {
    let rule = try #require(rules.first { $0.name == name })
    for innocent in rule.innocents { #expect(rule.check([innocent]).isEmpty, "\(rule.check([innocent]))") }
  }

  @Test("Comments and strings hide nothing and show nothing")
  func tokens() {
    let text = "let a = \"x // y\" /* b /* c */ d */ + #\"e\"f\"#\n\"\"\"\ng \\\"\"\" h\n\"\"\"\ni // j"
    #expect(tokenize(text).map(\.text) == ["let", "a", "=", "\"", "+", "\"", "\"", "i"])
    #expect(tokenize(text).last?.line == 5)
  }
}
