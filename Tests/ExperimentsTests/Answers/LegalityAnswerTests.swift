import Logistics
import Testing

@testable import Experiments

@Suite("Question 4: what wrong data would do")
struct LegalityAnswerTests {
  private static let world = """
    name: law
    start: 2026-11-02T00:00:00Z
    end: 2026-11-03T00:00:00Z
    currency: USD
    markets:
      GB: { timeZone: Europe/London, currency: GBP, exchangeRate: 1.3, demand: { organic: 10/h } }
    skus:
      tee: { prices: { GB: 20.00 GBP }, hsCode: "6109.10", origin: CN, category: apparel }
      torch: { prices: { GB: 30.00 GBP }, hsCode: "8513.10", origin: CN, category: home, attributes: [battery] }
    nodes:
      uk: { country: GB, stock: { tee: 1000, torch: 1000 } }
    providers: { post: { status: approved } }
    services:
      gb: { provider: post, from: [uk], to: [GB] }
    rules:
      batteries: { effect: requireDocuments, attributes: [battery], requires: [un38], citation: test }
    documents:
      - { name: un38, skus: [torch], markets: [GB] }
    """

  private func answer(_ text: String) throws -> Answer {
    let bench = LocalBench(text)
    let document = try bench.document()
    var effort = AnswerEffort.full
    effort.base = 2
    var desk = try AnswerDesk(
      bench, document, try Model.build(document), effort: effort, level: 0.999, seed: 1, solver: nil)
    return try LegalityAnswer().answer(&desk)
  }

  @Test("Each error alone, and the probability that an open way is closed in truth is the product's (99.9 %)")
  func errors() throws {
    let answer = try answer(Self.world)
    let table = try #require(answer.tables.first { $0.key == "errors" })
    let rows = table.rows.map { row in
      row.map { if case .text(let text) = $0 { text } else { "" } }
    }
    // A tee with a hidden battery has no document, and the torch's own may not be taken; both ways of each are closed then.
    #expect(
      rows == [
        ["tee", "is battery, and nobody wrote it down", "GB, GB from abroad", ""],
        ["torch", "the document un38 is not accepted", "GB, GB from abroad", ""],
      ])
    // Two data close a way, each wrong once in 50; a torch that has no battery needs no document.
    let risk = try #require(answer.figures.first { $0.key == "data_risk" })
    let expected = 1 - (1 - 0.02) * (1 - 0.02 * 0.98)
    #expect(try #require(risk.lower) <= expected && expected <= #require(risk.upper), "\(risk) \(expected)")
  }

  @Test("Where no rule looks at data there is nothing to get wrong")
  func lawless() throws {
    let text = Self.world.split(separator: "\n").prefix { $0 != "rules:" }.joined(separator: "\n")
    let answer = try answer(text)
    #expect(!answer.tables.contains { $0.key == "errors" } && !answer.figures.contains { $0.key == "data_risk" })
  }
}
