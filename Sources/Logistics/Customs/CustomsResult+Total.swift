import Kernel

extension CustomsResult {
  /// The account of all borders, amounts in the report currency.
  init(_ borders: [CustomsDepartment]) {
    self.init()
    var clearance = LogHistogram()
    for border in borders {
      guard let market = border.region.market else { continue }
      let rate = border.region.network.markets[market].toReportCurrency
      let seen = border.counters
      entries += Int(seen.entries)
      green += Int(seen.green)
      yellow += Int(seen.yellow)
      red += Int(seen.red)
      held += Int(seen.held)
      guaranteeWaits += Int(seen.guaranteeWaits)
      accountWaits += Int(seen.accountWaits)
      seized += Int(seen.seized)
      dutyMinor += Int64((Double(seen.duty) * rate).rounded())
      chargedMinor += Int64((Double(seen.charged) * rate).rounded())
      feesMinor += Int64((Double(seen.fees) * rate).rounded())
      taxMinor += Int64((Double(seen.tax) * rate).rounded())
      clearance.merge(seen.clearance)
    }
    clearP50Hours = clearance.quantile(0.5).map { Double($0) / 3.6e9 }
    clearP95Hours = clearance.quantile(0.95).map { Double($0) / 3.6e9 }
  }
}
