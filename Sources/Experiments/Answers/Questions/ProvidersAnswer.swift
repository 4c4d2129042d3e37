internal import Kernel
internal import Logistics

/// Question 8: the scenario's own providers by what they did in simulation, and the portfolio that the provider store would give.
struct ProvidersAnswer: AnswerMaker {
  static let question = AnswerQuestion.providers

  func answer(_ desk: inout AnswerDesk) throws -> Answer {
    let runs = try desk.base()
    var answer = Answer(Self.question)
    var table = AnswerTable(
      "providers", "What the providers did",
      ["provider", "#parcels", "#share", "#on time %", "#lost", "#refused", "#paid a parcel, \(desk.outline.currency)"])
    var rows: [(name: String, parcels: Double, onTime: ConfidenceInterval?)] = []
    func values(_ metric: String, _ name: String) -> [Double] {
      desk.values(MetricName(metric: metric, scope: .provider, part: name), runs)
    }
    let total = desk.outline.providers.reduce(0) { $0 + values("delivered", $1).reduce(0, +) }
    for name in desk.outline.providers {
      let onTime = MetricEstimate(
        MetricName(metric: "on_time_share", scope: .provider, part: name), runs, level: desk.level
      ).interval
      let delivered = values("delivered", name).reduce(0, +)
      let paid = values("paid", name).reduce(0, +)
      rows.append((name, delivered, onTime))
      if let onTime { answer.figures.append(desk.shareFigure("on_time.\(name)", "on time, \(name)", onTime)) }
      table.add(
        .text(name), .figure(desk.whole(delivered / Double(runs.count))), .percent(total > 0 ? delivered / total : nil),
        onTime.map { desk.percentCell($0) } ?? .none,
        .figure(desk.whole(Tally(values("lost", name)).mean), 1),
        .figure(desk.whole(Tally(values("refused", name)).mean), 1),
        .figure(delivered > 0 ? paid / delivered : nil, 2))
    }
    let portfolio = try PortfolioAdvice(&desk)
    answer.tables = [table] + (portfolio?.tables ?? [])
    answer.figures += portfolio?.figures ?? []
    let concentration = total > 0 ? rows.reduce(0) { $0 + ($1.parcels / total) * ($1.parcels / total) } : 0
    let weak = rows.filter { ($0.onTime?.upper ?? 1) < 0.92 }.map(\.name)
    let good = rows.filter { ($0.onTime?.lower ?? 0) > 0.95 }.map(\.name)
    answer.headline =
      (good.isEmpty ? "No provider is on time in more than 95 % beyond chance" : "Keep \(good.joined(separator: ", "))")
      + (weak.isEmpty ? "" : "; put \(weak.joined(separator: ", ")) on probation: below 92 % on time beyond chance")
      + ". Volume is concentrated at an index of \(decimalText(concentration, 2)) (1: one provider has all)."
      + (portfolio.map { " " + $0.sentence } ?? "")
    answer.drivers = ["volume follows placement: parcels from a country's own nodes go with its own provider"]
    answer.wouldChange =
      ["another provider on a lane that has one: where there is one, its failure stops the country"]
      + (portfolio?.wouldChange ?? [])
    answer.method =
      ["the scenario's own providers are compared by what they did in simulation"] + (portfolio?.method ?? [])
    answer.evidence = [desk.baseEvidence()] + (portfolio?.evidence ?? [])
    return answer
  }
}
