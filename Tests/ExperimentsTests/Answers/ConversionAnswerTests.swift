import Kernel
import Logistics
import Testing

@testable import Experiments

@Suite("Question 2 against closed forms")
struct ConversionAnswerTests {
  /// A steady stream of visits for four hours, with enough stock next door: nothing but the funnel's own steps decides.
  private static let world = """
    name: funnel
    start: 2026-11-02T00:00:00Z
    end: 2026-11-02T04:00:00Z
    currency: USD
    markets:
      GB: { timeZone: Europe/London, currency: GBP, exchangeRate: 1.3, demand: { organic: 100000/h, hours: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], weekdays: [1, 1, 1, 1, 1, 1, 1] } }
    skus:
      tee: { prices: { GB: 20.00 GBP }, hsCode: "6109.10", origin: GB, category: apparel }
      serum: { prices: { GB: 30.00 GBP }, hsCode: "3304.99", origin: GB, category: beauty }
    nodes:
      uk: { country: GB, receiving: { putAway: 0 s, rate: 1e12/h }, stock: { tee: 1000000, serum: 1000000 } }
    providers: { post: { status: approved } }
    services:
      gb: { provider: post, from: [uk], to: [GB] }
    placement: { lot: 100000000 }
    storefront: { dayPenalty: 0, lateDayPenalty: 0 }
    trust: { manualShare: 0, falseRejection: 0, fraudShare: 0 }

    """

  private func answer(_ more: String) throws -> Answer {
    let bench = LocalBench(Self.world + more)
    let document = try bench.document()
    var effort = AnswerEffort.full
    effort.base = 8
    var desk = try AnswerDesk(
      bench, document, try Model.build(document), effort: effort, level: 0.999, seed: 1, solver: nil)
    return try ConversionAnswer().answer(&desk)
  }

  private func figure(_ answer: Answer, _ key: String) throws -> AnswerFigure {
    try #require(answer.figures.first { $0.key == key })
  }

  private func cell(_ answer: Answer, _ table: String, row: String, _ column: Int) throws -> Double {
    let table = try #require(answer.tables.first { $0.key == table })
    switch try #require(table.rows.first { $0[0] == .text(row) })[column] {
    case .share(let value, _), .number(let value, _), .interval(let value, _, _, _): return value
    case .text, .none: return .nan
    }
  }

  @Test("Effects off and nothing left to chance: conversion is the product of its stages, 2.2 of 100 by the scenario")
  func product() throws {
    let answer = try answer("demand: { noise: none }\npayment: { authorisation: 1 }\n".merged)
    let conversion = try figure(answer, "conversion").estimate
    // Micro-batches are whole visits, and the first of 240 bins finds no stock: half a percent.
    #expect(abs(conversion / 0.022 - 1) < 0.005, "\(conversion)")
    let stages = try [2, 3].map { try cell(answer, "countries", row: "GB", $0) }
    #expect(abs(stages[0] * stages[1] / conversion - 1) < 1e-12)
    let steps = try ["carts", "payments tried", "orders.placed"].map { try cell(answer, "stages", row: $0, 3) }
    #expect(abs(steps.reduce(1, *) / conversion - 1) < 1e-12)
    // From cart to order is 1 less the abandonment, 70.19 %, and nobody fails to pay.
    #expect(abs(steps[1] / 0.2981 - 1) < 0.02 && steps[2] == 1, "\(steps)")
  }

  @Test("Half of the cards are declined: the last stage is the closed form of attempts and retries (99.9 %)")
  func payment() throws {
    let answer = try answer("demand: { noise: none }\npayment: { authorisation: 0.5 }\n".merged)
    // 60 % of declines come again with 0.35, of the others 34 % with another card.
    let paid = 1 - 0.5 * (1 - 0.6 * 0.35 - 0.4 * 0.34 * 0.5)
    let tried = try cell(answer, "stages", row: "payments tried", 1) * 8
    let stage = try cell(answer, "stages", row: "orders.placed", 3)
    #expect(tried > 50_000 && abs(stage - paid) < 3.2905 * (paid * (1 - paid) / tried).squareRoot(), "\(stage) \(paid)")
    // The scenario's conversion is of those who pay in the end, so that more of them try.
    let conversion = try figure(answer, "conversion")
    let (lower, upper) = (try #require(conversion.lower), try #require(conversion.upper))
    #expect(lower * 0.995 <= 0.022 && 0.022 <= upper * 1.005, "\(conversion)")
  }

  @Test("A price a tenth higher: the elasticity's 99.9 % interval holds -2.6, and its effect is the formula's")
  func elasticity() throws {
    let answer = try answer("demand: { noise: poisson }\npayment: { authorisation: 1 }\n".merged)
    let elasticity = try figure(answer, "elasticity")
    let (lower, upper) = (try #require(elasticity.lower), try #require(elasticity.upper))
    #expect(lower <= -2.6 && -2.6 <= upper && upper - lower < 0.4, "\(elasticity)")
    let lost = try cell(answer, "effects", row: "prices a tenth higher", 1) / 100
    let formula = 0.022 * (Deterministic.pow(1.1, -2.6) - 1)
    #expect(abs(lost / formula - 1) < 0.05, "\(lost) \(formula)")
  }
}

extension String {
  /// A scenario has each section once: what the world writes of payment is part of the test's own line.
  fileprivate var merged: String {
    replacing("payment: { ", with: "payment: { stepUp: { share: 0 }, form: 0 s, bank: 0 s, ")
  }
}
