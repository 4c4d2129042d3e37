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
    let wrong = try wrongData(&desk)
    answer.tables = [table, law(rules, desk)] + wrong.tables
    let lost = ConfidenceInterval(
      of: Tally(desk.values(MetricName(metric: "lost_money.legal"), runs).map(desk.whole)), level: desk.level)
    answer.figures = [
      AnswerFigure(
        key: "open", name: "ways open at the start", estimate: Double(open), lower: Double(open), upper: Double(open)),
      desk.figure("lost", "sales that the law stops", unit: outline.currency, lost),
    ]
    answer.figures += wrong.figures
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
    answer.wouldChange += wrong.sentences
    answer.method = [
      "verdicts are exact: all rules that apply on a day are looked at and the worst counts; \(rules.count) rules speak. "
        + "Chance is only in the sales at stake"
    ]
    answer.evidence = [desk.baseEvidence()]
    return answer
  }

  /// How often a datum of the catalogue is wrong. Assumption.
  private static let errorRate = 0.02

  /// What wrong data would do: each error alone, and all of them by chance.
  private func wrongData(_ desk: inout AnswerDesk) throws
    -> (tables: [AnswerTable], figures: [AnswerFigure], sentences: [String])
  {
    let outline = desk.outline
    let errors = desk.dataErrors()
    guard !errors.isEmpty, !desk.ruleTerms.isEmpty else { return ([], [], []) }
    let truth = outline.skus.indices.map { AnswerDesk.openWays(outline, sku: $0) }
    var known: [[DataError]: [Bool]] = [:]
    func ways(_ sku: Int, _ wrong: [DataError]) throws -> [Bool] {
      if wrong.isEmpty { return truth[sku] }
      // Errors of documents are the same list for each SKU, and their verdicts are not.
      let key = [DataError(sku: sku, kind: .origin(""))] + wrong
      if let found = known[key] { return found }
      let found = try desk.openWays(sku: sku, wrong)
      known[key] = found
      return found
    }
    var table = AnswerTable(
      "errors", "What an error in the data would do",
      ["sku", "if it", "ways closed", "ways opened"])
    var harmless = 0
    for error in errors {
      var hasEffect = false
      for sku in outline.skus.indices where error.sku == nil || error.sku == sku {
        let then = try ways(sku, [error])
        let places = truth[sku].indices
        let closed = places.filter { truth[sku][$0] && !then[$0] }
        let opened = places.filter { !truth[sku][$0] && then[$0] }
        guard !closed.isEmpty || !opened.isEmpty else { continue }
        hasEffect = true
        func names(_ places: [Int]) -> AnswerCell {
          .text(
            places.map { outline.markets[$0 / 2].code + ($0 % 2 == 0 ? "" : " from abroad") }.joined(separator: ", "))
        }
        table.add(.text(outline.skus[sku].name), .text(error.words(outline)), names(closed), names(opened))
      }
      if !hasEffect { harmless += 1 }
    }
    table.notes = ["\(harmless) of \(errors.count) possible errors alone open or close nothing"]
    var stream = desk.stream("wrong data")
    let draws = desk.effort.errorDraws
    var (hit, closed) = (0, 0.0)
    let open = truth.reduce(0) { $0 + $1.count { $0 } }
    for _ in 0..<draws {
      let wrong = errors.filter { _ in stream.uniform() < Self.errorRate }
      var lost = 0
      for sku in outline.skus.indices {
        let then = try ways(sku, wrong.filter { $0.sku == nil || $0.sku == sku })
        lost += zip(truth[sku], then).count { $0 && !$1 }
      }
      if lost > 0 { hit += 1 }
      closed += Double(lost)
    }
    let often = WilsonInterval(successes: hit, trials: draws, level: desk.level)
    let figure = AnswerFigure(
      key: "data_risk", name: "probability that an open way is closed in truth", unit: "share",
      estimate: Double(hit) / Double(draws), lower: often.lower, upper: often.upper)
    let share = open > 0 ? closed / Double(draws) / Double(open) : 0
    let sentence =
      "were each of \(errors.count) data wrong once in \(Int(1 / Self.errorRate)) (assumption), a way that seems open would be closed with probability "
      + "\(percentText(figure.estimate)) (\(percentText(often.lower)) to \(percentText(often.upper))), on average \(percentText(share)) of the open ways"
    return (table.rows.isEmpty ? [] : [table], [figure], [sentence])
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
