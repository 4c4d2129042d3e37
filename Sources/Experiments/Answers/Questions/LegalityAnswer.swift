internal import Kernel
internal import Logistics

/// Question 4: the rules of law, product by country by way by date, and the demand at stake.
struct LegalityAnswer: AnswerMaker {
  static let question = AnswerQuestion.legality

  func answer(_ desk: inout AnswerDesk) throws -> Answer {
    let runs = try desk.base()
    let outline = desk.outline
    var answer = Answer(Self.question)
    var table = AnswerTable(
      "matrix", "Verdicts by SKU, country and way (illustrative data, not legal advice)",
      [
        "sku", "country", "way", "from", "verdict", "rules", "missing", "#cost to fix", "#days to fix",
        "#sales at stake, \(outline.currency)",
      ])
    var rules: [String] = []
    var (open, closed, ways) = (0, 0, 0)
    for verdict in outline.verdicts {
      guard outline.markets[verdict.market].prices[verdict.sku] != nil else { continue }
      ways += verdict.from == nil ? 1 : 0
      if verdict.maySell { open += verdict.from == nil ? 1 : 0 } else { closed += 1 }
      for rule in verdict.rules where !rules.contains(rule) { rules.append(rule) }
      // A rule that says neither cost nor days says nothing of a remedy.
      let hasRemedy = !verdict.maySell && ((verdict.remedyCost ?? 0) > 0 || (verdict.remedyDays ?? 0) > 0)
      table.add(
        .text(outline.skus[verdict.sku].name), .text(outline.markets[verdict.market].code),
        .text(verdict.isCrossBorder ? "parcel from abroad" : "from stock in the country"),
        .text(verdict.from ?? "start"), .text(verdict.level), .text(verdict.rules.joined(separator: ", ")),
        .text(verdict.missing.joined(separator: ", ")), .figure(hasRemedy ? verdict.remedyCost : nil),
        .figure(hasRemedy ? verdict.remedyDays.map(Double.init) : nil),
        .figure(stake(verdict, runs, outline).map(desk.whole)))
    }
    table.notes = [
      "sales at stake: simulated sales of the SKU from nodes in the country, or in parcels from abroad, as written; orders that the law "
        + "stopped are in question 2"
    ]
    answer.tables = [table, law(rules, desk)]
    let lost = ConfidenceInterval(
      of: Tally(desk.values(MetricName(metric: "lost_money.legal"), runs).map(desk.whole)), level: desk.level)
    answer.figures = [
      AnswerFigure(
        key: "open", name: "ways open at the start", estimate: Double(open), lower: Double(open), upper: Double(open)),
      desk.figure("lost", "sales that the law stops", unit: outline.currency, lost),
    ]
    answer.headline =
      "\(open) of \(ways) ways from a SKU into a country are open at the start, \(closed) verdicts close one; "
      + "the law stops sales of \(count(lost.estimate)) \(outline.currency) (\(count(lost.lower)) to \(count(lost.upper)))."
    answer.drivers = table.rows.filter { row in row[4] == "prohibited" || row[4] == "restricted" }.prefix(5).map {
      row in
      func word(_ cell: AnswerCell) -> String { if case .text(let text) = cell { text } else { "" } }
      return
        "\(word(row[0])) in \(word(row[1])), \(word(row[2])), from \(word(row[3])): \(word(row[4])) by \(word(row[5]))"
    }
    answer.wouldChange = outline.verdicts.filter { $0.from != nil && outline.markets[$0.market].prices[$0.sku] != nil }
      .prefix(5).map {
        "\($0.from ?? ""): \(outline.skus[$0.sku].name) in \(outline.markets[$0.market].code) becomes \($0.level)"
      }
    answer.method = [
      "verdicts are exact: all rules that apply on a day are looked at and the worst counts; \(rules.count) rules speak. "
        + "Chance is only in the sales at stake"
    ]
    answer.evidence = [desk.baseEvidence()]
    return answer
  }

  private func stake(
    _ verdict: ModelOutline.Verdict, _ runs: [RunFigures], _ outline: ModelOutline
  ) -> Double? {
    let market = outline.markets[verdict.market]
    guard !verdict.isCrossBorder, let price = market.prices[verdict.sku] else { return nil }
    let units = outline.nodes.filter { $0.country == market.code }.reduce(0.0) { sum, node in
      let name = MetricName(metric: "taken", scope: .shelf, part: "\(node.name)/\(outline.skus[verdict.sku].name)")
      return sum + runs.reduce(0) { $0 + ($1[name]?.value ?? 0) } / Double(runs.count)
    }
    return units * price
  }

  private func law(_ rules: [String], _ desk: AnswerDesk) -> AnswerTable {
    var table = AnswerTable(
      "rules", "The rules that speak (illustrative)", ["rule", "citation", "valid from", "valid to"])
    for rule in rules {
      let citation = desk.citations[rule]
      table.add(
        .text(rule), .text(citation?.text ?? ""), .text(citation?.validFrom ?? ""), .text(citation?.validTo ?? ""))
    }
    return table
  }
}
