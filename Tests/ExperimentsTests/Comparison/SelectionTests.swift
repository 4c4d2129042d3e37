import Experiments
import Kernel
import Planning
import Testing

@Suite("Selection of the best variant")
struct SelectionTests {
  /// Normal figures with means, one number per variant and replication.
  private func figure(_ means: [Double], _ page: RunBook.Page) -> Double {
    var common = Streams(seed: 12)["common"][UInt64(page.replication)]
    var own = Streams(seed: 12)["own"][UInt64(page.replication) << 8 | UInt64(page.variant)]
    return means[page.variant] + 3 * common.normal() + own.normal()
  }

  private func plan(_ method: SelectionPlan.Method, isMaximum: Bool = true, most: Int = 5_000) -> SelectionPlan {
    SelectionPlan(
      method: method, isMaximum: isMaximum, level: 0.95, firstStage: 10, zone: .amount(0.5), most: most)
  }

  @Test(
    "both methods find a variant that is far better, and say who is second", arguments: SelectionPlan.Method.allCases)
  func obvious(method: SelectionPlan.Method) throws {
    let means = [1.0, 6, 3, 2]
    let selection = try #require(try Selection(plan(method), variants: 4) { $0.map { figure(means, $0) } })
    #expect(selection.selected == 1 && selection.runnerUp == 2 && selection.delta == 0.5)
    #expect(selection.contenders[1].droppedOut == nil)
    let least = try #require(
      try Selection(plan(method, isMaximum: false), variants: 4) { $0.map { figure(means, $0) } })
    #expect(least.selected == 0 && least.contenders[0].mean < 4)
    #expect(Int(selection.next) >= selection.contenders.map(\.replications).max()!)
  }

  @Test("replications that were done ahead of a decision do not count, and none is asked for twice")
  func order() throws {
    var asked = Set<RunBook.Page>()
    let selection = try #require(
      try Selection(plan(.kn), variants: 3) { pages in
        for page in pages { #expect(asked.insert(page).inserted, "\(page)") }
        return pages.map { figure([0, 0.6, 0.3], $0) }
      })
    #expect(asked.count >= selection.contenders.reduce(0) { $0 + $1.replications })
    for (variant, contender) in selection.contenders.enumerated() {
      let values = (0..<contender.replications).map { figure([0, 0.6, 0.3], .init(variant, UInt32($0))) }
      #expect(abs(contender.mean - values.reduce(0, +) / Double(values.count)) < 1e-12)
      if let out = contender.droppedOut { #expect(out == contender.replications) }
    }
  }

  @Test("too few replications leave it undecided; no zone is refused; stopping ends it")
  func ends() throws {
    var fine = plan(.kn, most: 11)
    fine.zone = .amount(0.02)
    let few = try #require(
      try Selection(fine, variants: 2) { $0.map { figure([0, 0.1], $0) } })
    #expect(few.selected == nil && few.contenders.map(\.replications) == [11, 11])
    fine.method = .rinott
    let rinott = try #require(
      try Selection(fine, variants: 2) { $0.map { figure([0, 0.1], $0) } })
    #expect(rinott.selected == nil)
    #expect(try Selection(plan(.kn), variants: 2) { _ in nil } == nil)
    var none = plan(.kn)
    none.zone = .share(0)
    #expect(throws: PlanningError.self) { try Selection(none, variants: 2) { $0.map { figure([0, 1], $0) } } }
  }
}
