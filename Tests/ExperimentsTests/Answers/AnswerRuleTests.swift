import Experiments
import Testing

@Suite("When an answer has enough replications")
struct AnswerRuleTests {
  @Test("A rule names a question, a key and a bound")
  func parsing() throws {
    let rule = try #require(AnswerRule("halfwidth(Q3.units) < 5 %"))
    #expect(rule.question == .quantity && rule.key == "units" && rule.bound == 0.05)
    for wrong in [
      "halfwidth(Q9.units)<5%", "halfwidth(Q3)<5%", "halfwidth(Q3.)<5%", "width(Q3.units)<5%", "halfwidth(Q3.units)<5",
      "halfwidth(Q3.units)<0%", "halfwidth(Q3.units)>5%", "",
    ] { #expect(AnswerRule(wrong) == nil, "\(wrong)") }
  }

  @Test("The widest figure of those that begin with the key counts")
  func widest() throws {
    var answer = Answer(.quantity)
    answer.figures = [
      AnswerFigure(key: "units.tee", name: "", estimate: 100, lower: 99, upper: 101),
      AnswerFigure(key: "units.cap", name: "", estimate: 100, lower: 90, upper: 110),
      AnswerFigure(key: "unitsold", name: "", estimate: 1, lower: 0, upper: 9),
    ]
    #expect(AnswerRule("halfwidth(Q3.units)<5%")?.width(in: [answer]) == 0.1)
    #expect(AnswerRule("halfwidth(Q3.units.tee)<5%")?.width(in: [answer]) == 0.01)
    #expect(AnswerRule("halfwidth(Q3.profit)<5%")?.width(in: [answer]) == nil)
    #expect(AnswerRule("halfwidth(Q2.units)<5%")?.width(in: [answer]) == nil)
    answer.figures.append(AnswerFigure(key: "units.hat", name: "", estimate: 1, lower: nil, upper: 2))
    #expect(AnswerRule("halfwidth(Q3.units)<5%")?.width(in: [answer]) == .infinity)
  }
}
