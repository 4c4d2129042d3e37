public import Experiments

/// The memo that people read.
public func textSummary(_ book: AnswerBook) -> String {
  var out = head(book) + "\n"
  for answer in book.answers {
    out += "\n\(answer.number)  \(answer.question)\n"
    out += wrapped(answer.headline, indent: 3)
    for part in parts(answer) {
      out += "\n   \(part.title)\n"
      if let table = part.table { out += table.text(indent: 5) }
      for note in part.notes { out += wrapped(note, indent: 5) }
    }
  }
  out += "\n"
  for part in closing(book) {
    out += "\(part.title)\n"
    if let table = part.table { out += table.text() }
    for note in part.notes { out += wrapped(note, indent: 2) }
    out += "\n"
  }
  return out
}

/// The same in Markdown.
public func markdownSummary(_ book: AnswerBook) -> String {
  var out = "# \(head(book))\n"
  for answer in book.answers {
    out += "\n## \(answer.number). \(answer.question)\n\n**\(answer.headline)**\n"
    for part in parts(answer) {
      out += "\n### \(part.title)\n"
      if let table = part.table { out += "\n" + table.markdown() }
      if !part.notes.isEmpty { out += "\n" + part.notes.map { "- \($0)\n" }.joined() }
    }
  }
  for part in closing(book) {
    out += "\n## \(part.title)\n"
    if let table = part.table { out += "\n" + table.markdown() }
    if !part.notes.isEmpty { out += "\n" + part.notes.map { "- \($0)\n" }.joined() }
  }
  return out
}

/// Every figure with its interval, one row each, for spreadsheets.
public func answerTable(_ book: AnswerBook) -> Table {
  var table = Table([
    .number("question"), .text("key"), .text("figure"), .text("unit"), .number("estimate"), .number("lower"),
    .number("upper"),
  ])
  for answer in book.answers {
    for figure in answer.figures {
      table.rows.append([
        String(answer.number), figure.key, figure.name, figure.unit, plain(figure.estimate), plain(figure.lower),
        plain(figure.upper),
      ])
    }
  }
  return table
}

private struct Part {
  var title: String
  var table: Table?
  var notes: [String] = []
}

private func head(_ book: AnswerBook) -> String {
  "doorstep \(book.version), decision memo for \(book.scenario.name) \(book.scenario.hash.prefix(12)), seed \(book.seed), "
    + "\(percentage(book.level)) intervals"
    + (book.scale == 1 ? "" : ", a world of \(percent(book.scale, 0)) scaled back")
}

private func parts(_ answer: Answer) -> [Part] {
  var parts: [Part] = []
  if !answer.figures.isEmpty {
    var table = Table([.text("figure"), .number("estimate"), .number("from"), .number("to"), .text("unit")])
    for figure in answer.figures.prefix(12) {
      table.add(
        figure.name, short(figure), figure.lower.map { digits($0, of: figure) } ?? "–",
        figure.upper.map { digits($0, of: figure) } ?? "–", figure.unit)
    }
    let rest = answer.figures.count - 12
    parts.append(Part(title: "Figures", table: table, notes: rest > 0 ? ["and \(rest) more in the JSON and CSV"] : []))
  }
  for table in answer.tables where table.isShown && !table.rows.isEmpty {
    parts.append(Part(title: table.title, table: shown(table), notes: table.notes))
  }
  if let fan = answer.tables.first(where: { $0.key == "fan" }) { parts.append(fanPart(fan)) }
  for (title, sentences) in [
    ("What drives it", answer.drivers), ("What would change it", answer.wouldChange),
    ("How it was found", answer.method),
    ("The runs that show it", answer.evidence.map(sentence)),
  ] where !sentences.isEmpty {
    parts.append(Part(title: title, notes: sentences))
  }
  return parts
}

private func sentence(_ evidence: AnswerEvidence) -> String {
  let scenarios = evidence.scenarios == 1 ? "" : "\(grouped(evidence.scenarios)) scenarios x "
  let last = Int(evidence.first) + evidence.replications - 1
  let changes = evidence.overrides.joined(separator: "; ")
  return
    "\(evidence.label): \(scenarios)replications \(evidence.first) to \(last)"
    + (changes.isEmpty ? "" : " of \(changes.count > 100 ? changes.prefix(97) + "…" : changes)")
}

/// The fan chart in eight rows of days: each bar is a part of the highest 95th percentile.
private func fanPart(_ fan: AnswerTable) -> Part {
  func number(_ cell: AnswerCell) -> Double { if case .number(let value, _) = cell { value } else { 0 } }
  func word(_ cell: AnswerCell) -> String { if case .text(let text) = cell { text } else { "" } }
  let most = fan.rows.map { number($0[5]) }.max() ?? 0
  let bars = Array(" ▁▂▃▄▅▆▇█")
  func line(_ column: Int) -> String {
    String(
      fan.rows.map { row in
        let height = most > 0 ? number(row[column]) / most : 0
        return bars[Int((height * 8).rounded(.up))]
      })
  }
  let first = fan.rows.first.map { word($0[0]) } ?? ""
  let last = fan.rows.last.map { word($0[0]) } ?? ""
  return Part(
    title: "Visits by day, \(first) to \(last)",
    notes: [
      "p95 \(line(5))", "p50 \(line(3))", "p5  \(line(1))",
      "the highest p95 of a day is \(grouped(Int(most.rounded()))) visits",
    ])
}

private func shown(_ table: AnswerTable) -> Table {
  var out = Table(table.columns.map { $0.isNumber ? .number($0.title) : .text($0.title) })
  out.rows = table.rows.map { $0.map(text) }
  return out
}

private func text(_ cell: AnswerCell) -> String {
  switch cell {
  case .text(let text): text
  case .number(let value, let decimals): decimals == 0 ? grouped(Int(value.rounded())) : fixed(value, decimals)
  case .share(let value, let decimals): percent(value, decimals)
  case .interval(let value, let lower, let upper, let decimals):
    [value, lower, upper].allSatisfy { abs($0) < 1e15 }
      ? "\(number(value, decimals)) (\(number(lower, decimals)) to \(number(upper, decimals)))"
      : number(value, decimals)
  case .none: "–"
  }
}

private func number(_ value: Double, _ decimals: Int) -> String {
  decimals == 0 && abs(value) < 1e15 ? grouped(Int(value.rounded())) : fixed(value, decimals)
}

/// Figures of one row with as many decimals as the estimate asks for.
private func short(_ figure: AnswerFigure) -> String { digits(figure.estimate, of: figure) }

private func digits(_ value: Double, of figure: AnswerFigure) -> String {
  let size = abs(figure.estimate)
  return number(value, size >= 100 ? 0 : size >= 1 ? 2 : 5)
}

private func plain(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

/// Rules, costs and limits.
private func closing(_ book: AnswerBook) -> [Part] {
  var parts: [Part] = []
  if !book.rules.isEmpty {
    parts.append(
      Part(
        title: "Stop rules",
        notes: book.rules.map {
          "\($0.rule): \($0.holds ? "holds" : "does not hold") at \($0.width.map { percent($0, 1) } ?? "an infinite width")"
        }))
  }
  if !book.assumptions.isEmpty {
    var table = Table([.text("assumption"), .text("as written"), .number("correlation with visits"), .text("")])
    for assumption in book.assumptions.prefix(10) {
      table.add(
        assumption.path, assumption.value, fixed(assumption.correlation, 2),
        assumption.standsOut ? "beyond chance" : "")
    }
    parts.append(Part(title: "Assumptions by influence", table: table))
  }
  parts.append(Part(title: "What the model cannot know", notes: book.limits))
  parts.append(
    Part(
      title: "Cost",
      notes: [
        "\(grouped(book.runs.done)) runs done, \(grouped(book.runs.reused)) taken from the results store, "
          + "\(grouped(book.runs.scenarios)) scenarios"
      ]))
  return parts
}

/// A sentence in lines of at most 116 columns.
private func wrapped(_ sentence: String, indent: Int) -> String {
  let margin = String(repeating: " ", count: indent)
  var lines: [String] = []
  var line = ""
  // A number keeps its percent sign.
  for word in sentence.replacing(" %", with: "\u{a0}%").split(separator: " ", omittingEmptySubsequences: false) {
    if !line.isEmpty, indent + line.count + 1 + word.count > 116 {
      lines.append(line)
      line = String(word)
    } else {
      line += (line.isEmpty ? "" : " ") + word
    }
  }
  lines.append(line)
  return lines.map { margin + $0.replacing("\u{a0}", with: " ") + "\n" }.joined()
}
