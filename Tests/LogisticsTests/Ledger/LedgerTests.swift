import Kernel
import Testing

@testable import Logistics

@Suite struct GoldenMoneyTests {
  static let rates = LedgerRates(
    tax: .percent(20), commission: .percent(2), affiliate: .percent(10), payment: .percent(1.5))

  @Test("G12: 50.00 GBP with 20 % VAT leaves a contribution of 15.22 GBP")
  func golden() {
    var book = LedgerBook()
    let sale = SaleAmounts(goods: 50_00, isAffiliate: true)
    book.post(SalePostings.capture(sale, Self.rates))
    book.post(GoodsPostings.ship(cost: 15_00, fulfilment: 2_50, isFromStock: true))
    book.post(GoodsPostings.carry(3_20))
    book.post(SalePostings.settle(sale, Self.rates))
    #expect(book.balance(.goodsRevenue, in: .market) == -41_67)
    #expect(book.balance(.taxPayable, in: .market) == -8_33)
    #expect(book.balance(.platformCommission, in: .market) == 83)
    #expect(book.balance(.affiliateCommission, in: .market) == 4_17)
    #expect(book.balance(.paymentFees, in: .market) == 75)
    #expect(ContributionStatement(book, toReport: 1).contribution == 15_22)
    #expect(book.imbalance(in: .market) == 0 && book.imbalance(in: .report) == 0)
  }

  @Test(
    "KA-63: a sale of 50 USD with a cost of 20 USD at 6 % and at 2 % commission",
    arguments: [
      (6.0, 5.0, 24_50), (6, 10, 22_00), (6, 15, 19_50), (2, 5, 26_50), (2, 10, 24_00), (2, 15, 21_50),
    ])
  func commissions(commission: Double, affiliate: Double, profit: Int64) {
    let rates = LedgerRates(
      tax: .zero, commission: .percent(commission), affiliate: .percent(affiliate), payment: .zero)
    var book = LedgerBook()
    let sale = SaleAmounts(goods: 50_00, isAffiliate: true)
    book.post(SalePostings.capture(sale, rates))
    book.post(GoodsPostings.ship(cost: 20_00, fulfilment: 0, isFromStock: true))
    book.post(SalePostings.settle(sale, rates))
    #expect(ContributionStatement(book, toReport: 1).contribution == profit)
  }
}

@Suite struct LedgerPropertyTests {
  /// A sale with amounts drawn at random.
  func sale(_ stream: inout RandomStream) -> (SaleAmounts, LedgerRates) {
    let rates = LedgerRates(
      tax: MoneyRate(millionths: Int64(stream.below(300_000))),
      commission: MoneyRate(millionths: Int64(stream.below(100_000))),
      affiliate: MoneyRate(millionths: Int64(stream.below(300_000))),
      payment: MoneyRate(millionths: Int64(stream.below(40_000))), paymentFixed: Int64(stream.below(50)))
    let sale = SaleAmounts(
      goods: Int64(1 + stream.below(100_000)), shipping: Int64(stream.below(2_000)), duty: Int64(stream.below(3_000)),
      isAffiliate: stream.bernoulli(0.5))
    return (sale, rates)
  }

  @Test("After any sequence of 5,000 random postings the books sum to zero in both currencies")
  func booksBalance() {
    var stream = Streams(seed: 3)["ledger property"][0]
    var book = LedgerBook()
    for _ in 0..<5_000 {
      let (sale, rates) = sale(&stream)
      let cost = Int64(stream.below(5_000))
      switch stream.below(8) {
      case 0: book.post(SalePostings.capture(sale, rates))
      case 1: book.post(SalePostings.settle(sale, rates))
      case 2: book.post(SalePostings.refund(sale, rates, isSettled: stream.bernoulli(0.5)))
      case 3:
        book.post(GoodsPostings.ship(cost: cost, fulfilment: 250, isFromStock: true))
        book.post(GoodsPostings.carry(320))
      case 4: book.post(GoodsPostings.sellUsed(cost: cost, proceeds: cost / 3))
      case 5: book.post(GoodsPostings.restock(cost: cost))
      case 6: book.post(DutyPostings.border(dutyAndFees: cost, tax: cost / 2, taxInPrice: cost / 4))
      default: book.post(GoodsPostings.receive(cost: cost))
      }
    }
    #expect(book.imbalance(in: .market) == 0 && book.imbalance(in: .report) == 0)
  }

  @Test("A full refund leaves the payment fee, the handling and the carriage as costs, and nothing else")
  func fullRefund() {
    var stream = Streams(seed: 4)["ledger property"][0]
    for _ in 0..<1_000 {
      let (sale, rates) = sale(&stream)
      var book = LedgerBook()
      book.post(GoodsPostings.receive(cost: 9_00))
      book.post(SalePostings.capture(sale, rates))
      book.post(GoodsPostings.ship(cost: 9_00, fulfilment: 250, isFromStock: true))
      book.post(GoodsPostings.carry(320))
      book.post(SalePostings.settle(sale, rates))
      book.post(SalePostings.refund(sale, rates, isSettled: true))
      book.post(GoodsPostings.handleReturn(100))
      book.post(GoodsPostings.restock(cost: 9_00))
      let fee = rates.payment.of(sale.gross) + rates.paymentFixed
      #expect(ContributionStatement(book, toReport: 1).contribution == -(fee + 250 + 320 + 100))
      #expect(book.balance(.taxPayable, in: .market) == 0)
      #expect(book.balance(.inventory, in: .report) == 9_00)
    }
  }

  @Test("A refund before delivery claws no commission back")
  func refundBeforeDelivery() {
    var book = LedgerBook()
    let sale = SaleAmounts(goods: 50_00, shipping: 4_00, duty: 3_00)
    book.post(SalePostings.capture(sale, GoldenMoneyTests.rates))
    book.post(SalePostings.refund(sale, GoldenMoneyTests.rates, isSettled: false))
    #expect(book.balance(.platformCommission, in: .market) == 0)
    #expect(book.balance(.dutyAndFees, in: .market) == 0)
    #expect(ContributionStatement(book, toReport: 1).contribution == -86)
  }

  @Test("Statements of several regions add up line by line, in the report currency")
  func statementsAddUp() {
    var book = LedgerBook()
    book.post(SalePostings.capture(SaleAmounts(goods: 50_00), GoldenMoneyTests.rates))
    let one = ContributionStatement(book, toReport: 1.25)
    #expect(one[.goodsRevenue] == 52_09)
    #expect((one + one)[.goodsRevenue] == 104_18)
    #expect((one + .zero) == one)
  }

  @Test("Holding stock of 100.00 for half a year at 25 % costs 12.50")
  func holding() {
    var clock = HoldingClock()
    clock.advance(to: .zero, value: 0)
    clock.advance(to: SimTime(microseconds: SimDuration.days(10).microseconds), value: 0)
    let later = SimTime(microseconds: SimDuration.days(10).microseconds + SimDuration.hours(4_380).microseconds)
    clock.advance(to: later, value: 100_00)
    #expect(abs(clock.area / (365 * 86_400) * 0.25 - 12_50) < 1e-6)
  }
}
