internal import Kernel
internal import Logistics
internal import Planning

/// Question 3: the newsvendor on simulated latent demand, SKU by SKU.
struct QuantityAnswer: AnswerMaker {
  static let question = AnswerQuestion.quantity

  func answer(_ desk: inout AnswerDesk) throws -> Answer {
    let groups = try desk.latent()
    let economics = UnitEconomics(try desk.base(), desk.outline)
    var answer = Answer(Self.question)
    var table = AnswerTable(
      "quantities", "What to buy",
      [
        "sku", "#units", "#± by density", "#written", "#mean demand", "#critical ratio", "#fill rate",
        "#all demand met",
        "#profit, \(desk.outline.currency)", "#worth of knowing", "#from the best at most",
      ])
    var curve = AnswerTable(
      "curve", "Expected profit around the best quantity, \(desk.outline.currency)",
      ["sku", "#-20 %", "#-10 %", "#best", "#+10 %", "#+20 %"])
    var regret = AnswerTable(
      "regret", "What is lost when demand is not as forecast, \(desk.outline.currency)",
      ["sku", "#half of it", "#twice of it"])
    var second = AnswerTable(
      "second", "With a second order once early sales are known",
      ["sku", "after", "#first order", "#second order"]
        + Self.premiums.map { "#gain at \(percentText($0)), \(desk.outline.currency)" }
        + ["#spread of ln demand", "#then"])
    var service = AnswerTable(
      "service", "What other promises ask for",
      ["sku", "promise", "#units", "#fill rate", "#all demand met", "#profit given up, \(desk.outline.currency)"])
    var words: [String] = []
    for (place, sku) in desk.outline.skus.enumerated() {
      guard economics.margin[place] > 0, economics.overage[place] > 0 else {
        words.append(
          "none of \(sku.name), which loses \(decimalText(-economics.margin[place], 2)) \(desk.outline.currency) a unit"
        )
        continue
      }
      let found = try Secured(groups, sku.name, economics.overage[place], economics.margin[place], desk, place)
      answer.figures.append(found.figure)
      words.append("\(count(found.figure.estimate)) of \(sku.name)")
      let best = found.answer
      table.add(
        .text(sku.name), found.cell, .figure(desk.whole(best.densityHalfWidth(level: desk.level))),
        .figure(desk.whole(sku.bought)), .figure(desk.whole(best.demand.mean)),
        .figure(best.newsvendor.criticalRatio, 3), .percent(best.demand.fillRate(best.quantity)),
        .percent(best.demand.cycleService(best.quantity)), .figure(desk.whole(best.profit(times: 1))),
        .figure(desk.whole(best.perfectInformation)), .figure(found.gap.map { desk.whole($0.upper) }))
      if let gap = found.gap {
        answer.figures.append(
          AnswerFigure(
            key: "gap.\(sku.name)", name: "expected cost above the best quantity's, \(sku.name)",
            unit: desk.outline.currency, estimate: desk.whole(max(0, gap.estimate)), lower: 0,
            upper: desk.whole(gap.upper)))
      }
      for (promise, units) in Self.services(best) {
        let given = best.profit(times: 1) - best.newsvendor.profit(of: units)
        service.add(
          .text(sku.name), .text(promise), .figure(desk.whole(units)), .percent(best.demand.fillRate(units)),
          .percent(best.demand.cycleService(units)), .figure(desk.whole(max(0, given))))
      }
      curve.add(
        [.text(sku.name)] + [0.8, 0.9, 1, 1.1, 1.2].map { .figure(desk.whole(best.profit(times: $0))) })
      regret.add(
        .text(sku.name), .figure(desk.whole(best.regret(demandTimes: 0.5))),
        .figure(desk.whole(best.regret(demandTimes: 2))))
      for days in Self.secondAfter {
        let orders = Self.premiums.map { found.second(after: days, premium: $0) }
        guard let usual = orders[1] else { continue }
        second.add(
          [
            .text(sku.name), .text("\(days) days"), .figure(desk.whole(usual.first)),
            .figure(desk.whole(usual.second)),
          ] + orders.map { .figure($0.map { desk.whole($0.gain) }) } + [
            .figure(usual.spread.before, 3), .figure(usual.spread.after, 3),
          ])
      }
    }
    table.notes = [
      "fill rate: the share of demand met; all demand met: how often nobody is turned away: they are not the same",
      "worth of knowing: what knowing the demand before buying would bring (expected value of perfect information)",
      "from the best at most: how far the quantity may be from the best one in expected cost, for it was chosen from a sample "
        + "(Mak, Morton and Wood 1999)",
    ]
    second.notes = [
      "after so many days of sales; gain at a premium: what both orders bring beyond the best single one when a unit of the second costs so much "
        + "of its margin more; orders shown for \(percentText(Self.premiums[1]))"
    ]
    answer.tables = [table, curve, service, regret, second].filter { !$0.rows.isEmpty }
    answer.headline = "Secure \(words.joined(separator: ", "))."
    answer.drivers = [
      "the critical ratio: a unit missing costs its margin after refunds, commissions, payment, carriage and duty; a unit left costs its "
        + "write-down and a season of holding",
      "\(percentText(economics.takenByPrice)) of revenue goes to refunds, commissions and payments, and "
        + "\(decimalText(economics.perUnit, 2)) \(desk.outline.currency) a unit to carriage, handling, duty and returns",
    ]
    answer.wouldChange = try confirmation(&desk, economics, answer.figures)
    answer.method = [
      "demand is what orders took from shelves that never emptied, \(counted(groups.joined().count, "scenario")); returned units that are sold "
        + "again are not counted on",
      "intervals: bootstrap over draws of the parameters, \(desk.effort.resamples) times; ± by density is the large-sample formula",
    ]
    answer.evidence = [desk.latentEvidence(), desk.baseEvidence()]
    return answer
  }

  /// When a second order is considered, in days of sales, and how much of its margin a unit of it costs more. Assumptions.
  private static let secondAfter = [7, 14, 21]
  private static let premiums = [0.05, 0.1, 0.25]

  /// Promises that buyers make beside the best quantity, with the units they ask for.
  private static func services(_ best: SecuredQuantity) -> [(String, Double)] {
    [0.95, 0.98, 0.99].map { ("\(percentText($0)) of demand met", best.quantity(fillRate: $0)) }
      + [0.9, 0.95].map { ("all demand met in \(percentText($0))", best.quantity(cycleService: $0)) }
  }

  /// What the simulation says of buying less and more than that, all else as written.
  private func confirmation(_ desk: inout AnswerDesk, _ economics: UnitEconomics, _ figures: [AnswerFigure]) throws
    -> [String]
  {
    let best = desk.outline.skus.map { sku in
      figures.first { $0.key == "units.\(sku.name)" }.map { $0.estimate * desk.effort.scale } ?? 0
    }
    guard best.contains(where: { $0 > 0 }), desk.effort.candidates > 1 else { return [] }
    let cleared = desk.cleared
    func bought(_ factor: Double) -> [String] {
      let units = zip(desk.outline.skus, best).map {
        "\($0.name): \(Int64(($1 * factor / desk.outline.stockScale).rounded()))"
      }
      return cleared + ["placement.units={\(units.joined(separator: ", "))}"]
    }
    let runs = try desk.runs([0.8, 1, 1.2].map(bought), desk.effort.candidates, note: "quantities")
    let outline = desk.outline
    func worth(_ run: RunFigures) -> MetricSample? {
      guard let money = run[MetricName(metric: "contribution")]?.value else { return nil }
      return .number(
        outline.skus.reduce(money) { rest, sku in
          rest - sku.writeDown * (run[MetricName(metric: "on_hand", scope: .sku, part: sku.name)]?.value ?? 0)
        })
    }
    let name = MetricName(metric: "contribution")
    return [(0, "a fifth less"), (2, "a fifth more")].compactMap { place, words in
      let difference = VariantDifference(
        name, runs[place].map(worth), minus: runs[1].map(worth), level: desk.level, isPaired: true)
      return difference.interval.map {
        "\(words) of everything, simulated as the scenario places it, changes contribution after write-downs by \(count(desk.whole($0.estimate))) "
          + "\(desk.outline.currency) (\(count(desk.whole($0.lower))) to \(count(desk.whole($0.upper))))"
      }
    }
  }
}

/// One SKU's quantity.
private struct Secured {
  let answer: SecuredQuantity
  let figure: AnswerFigure
  let cell: AnswerCell
  /// How far the quantity may be from the best one; nil where there are too few draws to tell.
  let gap: QuantityGap?
  /// Orders by run and day.
  private let orders: [[Double]]
  private let demand: [Double]

  init(
    _ groups: [[RunFigures]], _ sku: String, _ overage: Double, _ underage: Double, _ desk: AnswerDesk, _ place: Int
  ) throws {
    let name = MetricName(metric: "taken", scope: .sku, part: sku)
    let demands = groups.map { desk.values(name, $0) }
    demand = demands.flatMap(\.self)
    answer = try SecuredQuantity(try DemandSample(demand), overage: overage, underage: underage)
    var draws = desk.stream("quantity", place)
    let bounds = Bootstrap.interval(
      groups: groups.count, resamples: desk.effort.resamples, level: desk.level, draws: &draws
    ) { chosen in
      let sample = chosen.flatMap { demands[$0] }.sorted()
      // The rank rule of DemandSample, without its checks.
      let ratio = underage / (underage + overage)
      let rank = Int((ratio * Double(sample.count) - 1e-9).rounded(.up))
      return sample[min(max(rank, 1), sample.count) - 1]
    }
    figure = AnswerFigure(
      key: "units.\(sku)", name: "units of \(sku)", estimate: desk.whole(answer.quantity),
      lower: desk.whole(bounds.lower), upper: desk.whole(bounds.upper))
    cell = .interval(
      figure.estimate, lower: desk.whole(bounds.lower), upper: desk.whole(bounds.upper), decimals: 0)
    gap = QuantityGap(
      demands, overage: overage, underage: underage, batches: min(6, demands.count / 2), level: desk.level)
    // Early sales of this SKU go with all orders of the first days with traffic.
    let calendar = desk.outline.calendar
    orders = groups.joined().map { run in
      calendar.map { run[MetricName(metric: "orders.placed", scope: .day, part: $0)]?.value ?? 0 }
    }
  }

  func second(after days: Int, premium: Double) -> SecondBuy? {
    let vendor = answer.newsvendor
    guard days < orders.first?.count ?? 0 else { return nil }
    return SecondBuy(
      early: orders.map { $0.prefix(days).reduce(0, +) }, demand: demand, overage: vendor.overage,
      underage: vendor.underage, premium: vendor.underage * premium)
  }
}
