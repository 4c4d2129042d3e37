import Planning
import Testing

@Suite("Two stocks and two kinds of customers")
struct FulfilmentToyTests {
  private let costs = [[1.0, 2], [1.5, 6]]

  @Test("looking ahead against taking the cheapest (KA-40)")
  func answers() throws {
    let toy = try FulfilmentToy(costs: costs)
    expectSame(toy.optimum(stock: (1, 1), orders: 2), 4.375)
    expectSame(toy.myopic(stock: (1, 1), orders: 2), 5.25)
    expectPrinted(toy.optimum(stock: (5, 5), orders: 10), 19.6533203)
    expectSame(toy.myopic(stock: (5, 5), orders: 10), 26.25)
    expectSame(toy.fluidBound(stock: (5, 5), orders: 10), 17.5)
  }

  @Test("no policy beats the fluid bound, and looking ahead never costs more")
  func order() throws {
    for share in [0.1, 0.5, 0.9] {
      let toy = try FulfilmentToy(costs: costs, firstShare: share)
      for orders in 1...10 {
        let best = toy.optimum(stock: (5, 5), orders: orders)
        #expect(toy.fluidBound(stock: (5, 5), orders: orders) <= best + 1e-9)
        #expect(best <= toy.myopic(stock: (5, 5), orders: orders) + 1e-9)
      }
    }
  }
}
