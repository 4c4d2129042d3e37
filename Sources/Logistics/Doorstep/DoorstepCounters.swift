/// What happens at one market's doors and after, beyond ``MarketCounters``.
struct DoorstepCounters: BitwiseCopyable, Sendable {
  /// Parcels that did not reach their customer, by what became of them.
  var lost: Int64 = 0
  var seized: Int64 = 0
  var refused: Int64 = 0
  var returnedToSender: Int64 = 0
  /// Wishes to cancel that reached a node, and the answers.
  var cancelsAsked: Int64 = 0
  var cancelsGranted: Int64 = 0
  var cancelsDenied: Int64 = 0
  /// Orders that a node cancelled because it had nothing to send.
  var oversold: Int64 = 0
  var refundedWithoutReturn: Int64 = 0
  var returnsReceived: Int64 = 0
  var gradedA: Int64 = 0
  var gradedB: Int64 = 0
  var scrapped: Int64 = 0
  /// Units shipped from counted stock that neither reached a customer nor come back.
  var lostUnits: Int64 = 0
  /// Units that went back into stock.
  var restockedUnits: Int64 = 0
  /// Minor units of the market's currency.
  var refundedAmount: Int64 = 0
  /// How deliveries stood to their promises.
  var promises = PromiseCounters()
}
