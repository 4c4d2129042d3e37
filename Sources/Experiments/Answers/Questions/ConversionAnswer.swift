internal import Kernel
internal import Logistics
internal import Planning
internal import Scenario

/// Question 2: orders per visit by country, where visitors are lost, and what single factors would do.
struct ConversionAnswer: AnswerMaker {
  static let question = AnswerQuestion.conversion

  func answer(_ desk: inout AnswerDesk) throws -> Answer {
    let runs = try desk.base()
    var answer = Answer(Self.question)
    let all = MetricEstimate(MetricName(metric: "conversion"), runs, level: desk.level)
    var table = AnswerTable(
      "countries", "Conversion by country",
      ["country", "#conversion %", "#carts per visit", "#orders per cart", "#orders"])
    for market in desk.outline.markets {
      let name = MetricName(metric: "conversion", scope: .country, part: market.code)
      guard let interval = MetricEstimate(name, runs, level: desk.level).interval else { continue }
      answer.figures.append(desk.figure("conversion.\(market.code)", "conversion in \(market.code)", interval))
      func sum(_ metric: String) -> Double { desk.values(of: metric, market.code, runs).reduce(0, +) }
      table.add(
        .text(market.code), desk.cell(times(interval, 100), decimals: 3), .percent(sum("carts") / sum("visits"), 2),
        .percent(sum("orders.placed") / sum("carts"), 1),
        desk.cell(
          ConfidenceInterval(
            of: Tally(desk.values(of: "orders.placed", market.code, runs).map(desk.whole)), level: desk.level)))
    }
    table.notes = [
      "the ratio of all orders to all visits with the jackknife over replications: visits of one run have that run's luck in common"
    ]
    answer.tables = [table, stages(runs, desk), losses(runs, desk)]
    if let all = all.interval {
      answer.figures.insert(desk.figure("conversion", "conversion", all), at: 0)
      let rates = answer.figures.dropFirst()
      let (least, most) = (rates.min { $0.estimate < $1.estimate }, rates.max { $0.estimate < $1.estimate })
      answer.headline =
        "\(decimalText(all.estimate * 100, 2)) of 100 visits become an order (\(decimalText(all.lower * 100, 2)) to "
        + "\(decimalText(all.upper * 100, 2)))"
        + ((rates.count < 2 ? nil : least).flatMap { least in
          most.map {
            ": from \(decimalText(least.estimate * 100, 2)) (\(least.name.suffix(2))) to "
              + "\(decimalText($0.estimate * 100, 2)) (\($0.name.suffix(2)))"
          }
        } ?? "") + "."
    }
    let effects = try effects(&desk, runs)
    answer.tables.append(effects.table)
    if let elasticity = effects.elasticity { answer.figures.append(elasticity) }
    answer.wouldChange = effects.sentences
    answer.drivers = top(runs, desk)
    answer.method = ["each factor alone, all else as written, under the same random numbers"]
    answer.evidence = [desk.baseEvidence()] + effects.evidence
    return answer
  }

  private func times(_ interval: ConfidenceInterval, _ factor: Double) -> ConfidenceInterval {
    ConfidenceInterval(
      estimate: interval.estimate * factor, halfWidth: interval.halfWidth * factor, level: interval.level,
      count: interval.count)
  }

  /// A second more of work for every request, with as many more workers, so that nobody waits longer for one.
  private func slower(_ desk: AnswerDesk) -> [String] {
    guard let time = desk.number("storefront.serviceTime"), let workers = desk.number("storefront.workers"),
      let second = ["s": 1.0, "ms": 1_000.0][time.unit], time.value > 0
    else { return [] }
    let factor = (time.value + second) / time.value
    return [
      "storefront.serviceTime=\(time.text(time.value + second))",
      "storefront.workers=\(workers.text((workers.value * factor).rounded(.up)))",
    ]
  }

  private func stages(_ runs: [RunFigures], _ desk: AnswerDesk) -> AnswerTable {
    var table = AnswerTable(
      "stages", "From visit to doorstep", ["stage", "#count", "#per visit", "#of the stage before"])
    var before: Double?
    func values(_ metric: String) -> [Double] { desk.values(MetricName(metric: metric), runs) }
    let paid = values("orders.placed")
    let stages = [
      ("visits", values("visits")), ("carts", values("carts")),
      ("payments tried", zip(paid, values("lost_demand.payment")).map(+)), ("orders.placed", paid),
      ("orders.delivered", values("orders.delivered")),
    ]
    let visits = stages[0].1.reduce(0, +)
    for (stage, values) in stages {
      let sum = values.reduce(0, +)
      table.add(
        .text(stage), desk.cell(ConfidenceInterval(of: Tally(values.map(desk.whole)), level: desk.level)),
        .percent(visits > 0 ? sum / visits : nil, 2), .percent(before.map { sum / $0 }, 2))
      before = sum
    }
    return table
  }

  private static let reasons = ["legal", "stock", "latency", "price", "payment"]

  private func losses(_ runs: [RunFigures], _ desk: AnswerDesk) -> AnswerTable {
    var table = AnswerTable(
      "losses", "Orders that did not happen, by the first reason that stopped them",
      ["country"] + Self.reasons.map { "#\($0), \(desk.outline.currency)" })
    for market in desk.outline.markets {
      table.add(
        [.text(market.code)]
          + Self.reasons.map { reason in
            .figure(desk.whole(Tally(desk.values(of: "lost_money.\(reason)", market.code, runs)).mean))
          })
    }
    return table
  }

  /// The three dearest reasons.
  private func top(_ runs: [RunFigures], _ desk: AnswerDesk) -> [String] {
    let found = desk.outline.markets.flatMap { market in
      Self.reasons.map { reason in
        let values = desk.values(of: "lost_money.\(reason)", market.code, runs).map(desk.whole)
        return (market.code, reason, ConfidenceInterval(of: Tally(values), level: desk.level))
      }
    }
    return found.filter { $0.2.estimate > 0 }.sorted { $0.2.estimate > $1.2.estimate }.prefix(3).map {
      "\($0.1) costs \(count($0.2.estimate)) \(desk.outline.currency) of sales in \($0.0) (\(count($0.2.lower)) to \(count($0.2.upper)))"
    }
  }

  private typealias Effects = (
    table: AnswerTable, sentences: [String], evidence: [AnswerEvidence], elasticity: AnswerFigure?
  )

  /// Single factors, toggled under common random numbers.
  private func effects(_ desk: inout AnswerDesk, _ base: [RunFigures]) throws -> Effects {
    let markets = desk.outline.markets
    let factors: [(label: String, overrides: [String])] = [
      ("duties unknown at the checkout", markets.map { "markets.\($0.code).funnel.showsDuties=false" }),
      ("promise two days later", ["promise.slackDays=\(Int(desk.number("promise.slackDays")?.value ?? 0) + 2)"]),
      ("every answer a second slower", slower(desk)), (Self.dearer, raised(desk)),
    ].filter { !$0.1.isEmpty }
    let count = min(desk.effort.effects, base.count)
    var table = AnswerTable(
      "effects", "What single factors would do",
      ["factor", "#conversion, points", "#orders", "#contribution, \(desk.outline.currency)"])
    let found = try desk.runs(factors.map(\.overrides), count, note: "single factors")
    var sentences: [String] = []
    var elasticity: AnswerFigure?
    for (factor, runs) in zip(factors, found) {
      if factor.label == Self.dearer { elasticity = self.elasticity(runs, Array(base.prefix(count)), desk) }
      func difference(_ metric: String) -> ConfidenceInterval? {
        let name = MetricName(metric: metric)
        return VariantDifference(
          name, runs.map { $0[name] }, minus: base.prefix(count).map { $0[name] }, level: desk.level, isPaired: true
        ).interval
      }
      guard let conversion = difference("conversion"), let orders = difference("orders.placed"),
        let money = difference("contribution")
      else { continue }
      let part = 1 / desk.effort.scale
      table.add(
        .text(factor.label), desk.cell(times(conversion, 100), decimals: 4), desk.cell(times(orders, part)),
        desk.cell(times(money, part)))
      sentences.append(
        "\(factor.label): \(Experiments.count(times(orders, part).estimate)) orders (\(Experiments.count(times(orders, part).lower)) to \(Experiments.count(times(orders, part).upper)))"
      )
    }
    return (table, sentences, factors.map { desk.evidence($0.label, $0.overrides, count) }, elasticity)
  }

  private static let dearer = "prices a tenth higher"
  private static let raise = 1.1

  /// All prices a tenth higher, while customers think of their worth what they thought before.
  private func raised(_ desk: AnswerDesk) -> [String] {
    desk.outline.skus.enumerated().flatMap { place, sku in
      func map(_ price: (ModelOutline.Market) -> Int64?) -> String {
        desk.outline.markets.compactMap { market in
          guard let minor = price(market), let currency = CurrencyCode(market.currency) else { return nil }
          return "\(market.code): \(Money(minor: minor, currency).text)"
        }.joined(separator: ", ")
      }
      let prices = map { $0.listPrices[place].map { Int64((Double($0) * Self.raise).rounded()) } }
      return [
        "skus.\(sku.name).prices={ \(prices) }",
        "skus.\(sku.name).referencePrices={ \(map { $0.referencePrices[place] }) }",
      ]
    }
  }

  /// The change of the logarithm of conversion for that of the price.
  private func elasticity(_ dearer: [RunFigures], _ base: [RunFigures], _ desk: AnswerDesk) -> AnswerFigure? {
    let visits = MetricName(metric: "visits")
    let orders = MetricName(metric: "orders.placed")
    let (ordersThen, visitsThen) = (desk.values(orders, dearer), desk.values(visits, dearer))
    let (ordersNow, visitsNow) = (desk.values(orders, base), desk.values(visits, base))
    guard (ordersThen + visitsThen + ordersNow + visitsNow).allSatisfy({ $0 > 0 }) else { return nil }
    let interval = Jackknife.interval(count: base.count, level: desk.level) { chosen in
      func sum(_ values: [Double]) -> Double { chosen.reduce(0) { $0 + values[$1] } }
      let ratio = sum(ordersThen) / sum(visitsThen) / (sum(ordersNow) / sum(visitsNow))
      return Deterministic.log(ratio) / Deterministic.log(Self.raise)
    }
    return desk.figure("elasticity", "price elasticity of conversion", interval)
  }
}
