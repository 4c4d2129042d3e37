import Foundation
import Testing

@Suite struct AnswersCommandTests {
  private static let library = Tool.repository.appending(path: ".build/highs/libhighs.so.1")
  private static let hasSolver = FileManager.default.fileExists(atPath: library.path)

  /// Three days of the smoke test's world at a twentieth of its size.
  private let days = ["answers", smoke, "--quick", "--set", "end=2026-11-26T00:00:00Z", "--quiet"]

  private func memo(_ outcome: Outcome) throws -> [String: Any] {
    #expect(outcome.code == 0, "\(outcome.err)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
  }

  @Test("A memo has a schema, its answers have figures with intervals, evidence and limits; threads do not show")
  func memo() throws {
    try withTool { doorstep in
      let ask = days + ["--only", "2,4,8", "--format", "json"]
      let one = try doorstep.run(ask + ["--threads", "1"])
      #expect(one.out == (try doorstep.run(ask + ["--threads", "2"])).out)
      let book = try memo(one)
      #expect(book["schema"] as? Int == 1 && book["scale"] as? Double == 0.05)
      let answers = try #require(book["answers"] as? [[String: Any]])
      #expect(answers.compactMap { $0["number"] as? Int } == [2, 4, 8])
      for answer in answers {
        #expect(!(answer["headline"] as? String ?? "").isEmpty)
        #expect(!(answer["evidence"] as? [Any] ?? []).isEmpty)
        let figures = try #require(answer["figures"] as? [[String: Any]])
        #expect(!figures.isEmpty)
        for figure in figures {
          guard let lower = figure["lower"] as? Double, let upper = figure["upper"] as? Double else { continue }
          let estimate = try #require(figure["estimate"] as? Double)
          #expect(lower <= estimate && estimate <= upper, "\(figure)")
        }
      }
      #expect((book["limits"] as? [String] ?? []).contains { $0.contains("illustrative") })
    }
  }

  @Test("A folder keeps the memo in three forms and all runs, and a second memo does none of them again")
  func reuse() throws {
    try withTool { doorstep in
      let ask = days + ["--only", "4", "--out", "memo"]
      let first = try memo(doorstep.run(ask + ["--format", "json"]))
      let runs = try #require(first["runs"] as? [String: Int])
      #expect(runs["done"] == 8 && runs["reused"] == 0)
      let again = try #require(try memo(doorstep.run(ask + ["--format", "json"]))["runs"] as? [String: Int])
      #expect(again["done"] == 0 && again["reused"] == 8)
      for name in ["answers.json", "answers.md", "answers.txt", "results.sqlite"] {
        #expect(doorstep.has("memo/\(name)"))
      }
      let text = String(decoding: try doorstep.bytes(of: "memo/answers.md"), as: UTF8.self)
      #expect(text.contains("## 4. Where may it legally be sold?") && text.contains("## What the model cannot know"))
    }
  }

  @Test("A memo is as its schema says; what is not is told")
  func schema() throws {
    try withTool { doorstep in
      let path = Tool.repository.appending(path: "docs/reference/answers.schema.json")
      let schema = try JSONSchema(Data(contentsOf: path))
      var book = try memo(
        doorstep.run(days + ["--only", "1,2,3,4,5,7", "--format", "json", "--until", "halfwidth(Q4.open)<5%"]))
      #expect(schema.problems(of: book) == [])
      book["limits"] = 3
      book["extra"] = "x"
      book["seed"] = nil
      #expect(schema.problems(of: book).sorted() == ["/limits: no array", ": extra is not in the schema", ": no seed"])
    }
  }

  @Test(
    "With the solver question 8 simulates portfolios with and without their largest provider, question 6 says what knowing is worth",
    .enabled(if: hasSolver, "run tools/solver"))
  func portfolios() throws {
    try withTool { doorstep in
      let book = try memo(
        doorstep(
          "answers", smoke, "--quick", "--only", "6,8", "--format", "json", "--quiet",
          shell: "export DOORSTEP_HIGHS=\(Self.library.path)"))
      let answers = try #require(book["answers"] as? [[String: Any]])
      func table(_ answer: Int, _ key: String) throws -> [[Any]] {
        let tables = try #require(answers[answer]["tables"] as? [[String: Any]])
        return try #require(tables.first { $0["key"] as? String == key }?["rows"] as? [[Any]])
      }
      let plans = try table(1, "simulated")
      #expect(plans.count >= 3 && plans[0][0] as? String == "as written" && plans[0][2] is NSNull)
      // Whoever is out is a provider of the plan, and all plans have an interval of what that costs.
      #expect(plans.allSatisfy { ($0[6] as? [Double])?.count == 3 && !($0[5] as? String ?? "").isEmpty })
      let figures = try #require(answers[0]["figures"] as? [[String: Any]])
      let regret = try #require(figures.first { $0["key"] as? String == "regret" })
      #expect((regret["estimate"] as? Double ?? -1) >= 0)
    }
  }

  @Test("Stock that nodes have of their own is part of every plan, and ways from nowhere are none")
  func ownStock() throws {
    try withTool { doorstep in
      try doorstep.write(
        """
        name: one
        start: 2026-11-02T00:00:00Z
        end: 2026-11-09T00:00:00Z
        currency: GBP
        markets:
          GB: { timeZone: Europe/London, currency: GBP, tax: 20 %, demand: { organic: 2000/h } }
        skus:
          tee: { prices: { GB: 20.00 GBP }, hsCode: "6109.10", origin: GB, category: apparel, unitCost: 5.00 GBP }
        nodes:
          uk: { country: GB, stock: { tee: 4000 } }
        providers: { post: { status: approved } }
        services:
          gb: { provider: post, from: [uk], to: [GB], price: { perParcel: 2.00 GBP } }

        """, to: "one.yaml")
      let book = try memo(
        doorstep("answers", "one.yaml", "--quick", "--only", "2,3,5,7", "--format", "json", "--quiet"))
      let answers = try #require(book["answers"] as? [[String: Any]])
      #expect(!(answers[0]["headline"] as? String ?? "").contains("from"), "one market has no least and most")
      func rows(_ answer: Int, _ key: String) throws -> [[Any]] {
        let tables = try #require(answers[answer]["tables"] as? [[String: Any]])
        return try #require(tables.first { $0["key"] as? String == key }?["rows"] as? [[Any]])
      }
      #expect(try rows(1, "quantities")[0][3] as? Double == 4_000)
      // All that is bought is what the plan says, so that a fifth more or less changes something and is not certain.
      let sentences = try #require(answers[1]["wouldChange"] as? [String])
      #expect(sentences.count == 2 && sentences.allSatisfy { $0.contains("changes contribution") }, "\(sentences)")
      #expect(try rows(2, "routes").map { $0[1] as? String } == ["R4 bulk", "R5 bonded"])
      let evidence = try #require(answers[3]["evidence"] as? [[String: Any]])
      for runs in evidence.dropFirst() {
        #expect((runs["overrides"] as? [String] ?? []).contains("nodes.uk.stock={}"), "\(runs)")
      }
    }
  }

  @Test("A rule adds replications until it holds; where it never does the command says so with 13")
  func rules() throws {
    try withTool { doorstep in
      let ask = days + ["--only", "8", "--format", "json"]
      let exact = days + ["--only", "4", "--format", "json", "--until", "halfwidth(Q4.open)<5%"]
      let wide = try memo(doorstep.run(exact))
      #expect((wide["runs"] as? [String: Int])?["done"] == 8)
      let open = try doorstep.run(ask + ["--until", "halfwidth(Q8.on_time.ground)<0.001%", "--rounds", "1"])
      #expect(open.code == 13 && open.err.contains("does not hold after 1 rounds"), "\(open.err)")
      let book = try #require(try JSONSerialization.jsonObject(with: Data(open.out.utf8)) as? [String: Any])
      let evidence = try #require((book["answers"] as? [[String: Any]])?.first?["evidence"] as? [[String: Any]])
      #expect(evidence.first?["label"] as? String == "as written" && evidence.first?["replications"] as? Int == 12)
      #expect(((book["rules"] as? [[String: Any]])?.first?["holds"] as? Bool) == false)
    }
  }

  @Test("Without a solver question 6 names the command that brings one, and the others need none")
  func solver() throws {
    try withTool { doorstep in
      let bare = "export DOORSTEP_HIGHS=/nowhere/libhighs.so"
      let refused = try doorstep("answers", smoke, "--quick", "--only", "6", shell: bare)
      #expect(refused.code == 2 && refused.err.contains("tools/solver"), "\(refused.err)")
      let law = try doorstep(
        "answers", smoke, "--quick", "--only", "4", "--set", "end=2026-11-25T00:00:00Z", shell: bare)
      #expect(law.code == 0, "\(law.err)")
    }
  }

  @Test(
    "What was seen on the first day moves the forecast of the whole, and its interval is narrower than the one before")
  func seen() throws {
    try withTool { doorstep in
      func forecast(_ visits: String) throws -> [String: [String: Any]] {
        let ask = days + ["--only", "1", "--format", "json", "--seen", "\(visits)@2026-11-23"]
        let answers = try #require(try memo(doorstep.run(ask))["answers"] as? [[String: Any]])
        let figures = try #require(answers[0]["figures"] as? [[String: Any]])
        return Dictionary(figures.map { ($0["key"] as? String ?? "", $0) }) { first, _ in first }
      }
      func number(_ figure: [String: Any]?, _ key: String) throws -> Double { try #require(figure?[key] as? Double) }
      let (few, many) = (try forecast("1000"), try forecast("1e6"))
      let low = try number(few["visits_updated"], "estimate")
      #expect(try low >= 1_000 && number(many["visits_updated"], "estimate") > 100 * low)
      let updated = few["visits_updated"]
      #expect(try number(updated, "lower") <= low && low <= number(updated, "upper"))
    }
  }

  @Test("What is no question, rule or range is refused before anything runs")
  func usage() throws {
    try withTool { doorstep in
      for (option, value) in [
        ("--only", "9"), ("--only", "1,x"), ("--until", "Q3.units<5%"), ("--spread", "150 %"), ("--rounds", "-1"),
        ("--seen", "5"), ("--seen", "x@2026-11-24"), ("--seen", "-5@2026-11-24"), ("--seen", "100@2031-01-01"),
      ] {
        let outcome = try doorstep.run(["answers", smoke, option, value])
        #expect(outcome.code == 2 && outcome.out.isEmpty, "\(option) \(value): \(outcome.err)")
      }
    }
  }
}
