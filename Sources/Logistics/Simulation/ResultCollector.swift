import Kernel

/// Adds up what the regions counted into one result.
struct ResultCollector {
  let model: Model
  let regions: [ModelRegion]
  let end: SimTime

  var network: Network { model.network }

  func fill(_ result: inout RunResult) {
    addTotals(&result)
    addMoney(&result)
    addCountries(&result)
    addNodes(&result)
    addShelves(&result)
    addStations(&result)
    addHours(&result)
    result.fulfilment = FulfilmentResult(regions, model)
    result.inventory = InventoryResult(regions, model, end: end)
    addStorefronts(&result)
    addBlame(&result.blame)
    result.customs = CustomsResult(regions.map(\.customs))
    for region in regions {
      result.screening.held += region.compliance.held
      result.screening.rejected += Int(region.state.counters.rejected)
      result.screening.sanctionsHits += region.compliance.hits
      result.screening.sanctioned += region.compliance.sanctioned
    }
    result.promise = PromiseResult(
      regions.map(\.doorstep.counters.promises), quantile: model.fulfilment.promiseQuantile)
    result.providers = ProviderResult.all(regions.map(\.state))
    for region in regions {
      result.invariants.checked += region.invariants.checked
      result.invariants.violations += region.invariants.violations
    }
    for (provider, account) in zip(network.providers, ProviderAccount.all(regions.map(\.state))) {
      account.check(provider.name, &result.invariants)
    }
  }

  private func addTotals(_ result: inout RunResult) {
    var clickToDoor = LogHistogram()
    for region in regions {
      let counters = region.state.counters
      result.visits += Int(counters.visits)
      result.carts += Int(counters.carts)
      result.orders.placed += Int(counters.placed)
      result.orders.delivered += Int(counters.delivered)
      result.orders.cancelled += Int(counters.cancelled)
      result.orders.returned += Int(counters.returned)
      result.orders.lost += Int(counters.lost)
      result.late += Int(counters.late)
      clickToDoor.merge(counters.clickToDoor)
      result.orders.lostByCarrier += Int(region.doorstep.counters.lost)
      result.orders.seized += Int(region.doorstep.counters.seized)
      result.orders.refused += Int(region.doorstep.counters.refused)
      result.orders.returnedToSender += Int(region.doorstep.counters.returnedToSender)
    }
    result.clickToDoorP50Hours = clickToDoor.quantile(0.5).map { Double($0) / 3_600 }
    result.clickToDoorP95Hours = clickToDoor.quantile(0.95).map { Double($0) / 3_600 }
    result.orders.inFlight =
      result.orders.placed - result.orders.delivered - result.orders.cancelled - result.orders.lost
  }

  private func addMoney(_ result: inout RunResult) {
    result.money.currency = network.currency
    for region in regions {
      guard let market = region.state.market else { continue }
      let counters = region.state.counters
      result.money.gmvMinor += toReport(counters.gmv, market)
      add(counters, rate: network.markets[market].toReportCurrency, to: &result.lostDemand)
    }
    addCash(&result.money)
    result.money.contributionMinor = ContributionStatement(regions.map(\.state)).contribution
    for account in Account.allCases {
      let balance = regions.reduce(Int64(0)) { sum, region in
        let local = region.state.ledger.balance(account, in: .market)
        let converted = region.state.market.map { toReport(local, $0) } ?? 0
        return sum + converted + region.state.ledger.balance(account, in: .report)
      }
      result.money.accounts.append(AccountBalance(name: account.name, balanceMinor: balance))
    }
    // Converting each account by itself rounds each by itself.
    let residue = result.money.accounts.reduce(Int64(0)) { $0 + $1.balanceMinor }
    let place = result.money.accounts.firstIndex { $0.name == Account.roundingDifference.name }!
    result.money.accounts[place].balanceMinor -= residue
  }

  private func addCash(_ money: inout MoneyTotals) {
    guard let first = regions.first?.state.cash else { return }
    var inHand: Int64 = 0
    for day in first.market.indices {
      let moved = regions.reduce(Int64(0)) { sum, region in
        let cash = region.state.cash
        return sum + cash.report[day] + (region.state.market.map { toReport(cash.market[day], $0) } ?? 0)
      }
      if day >= first.days {
        money.cashDueMinor += moved
      } else {
        inHand += moved
        money.cashByDayMinor.append(inHand)
      }
    }
    money.cashPeakMinor = max(0, -(money.cashByDayMinor.min() ?? 0))
    for region in regions {
      if let market = region.state.market { money.cashDueMinor += toReport(region.state.cash.held, market) }
    }
  }

  private func toReport(_ amount: Int64, _ market: Int) -> Int64 {
    Int64((Double(amount) * network.markets[market].toReportCurrency).rounded())
  }

  private func add(_ counters: MarketCounters, rate: Double, to lost: inout LostDemand) {
    func loss(_ cause: LossCause) -> Loss {
      Loss(
        orders: Int(counters.lostOrders[Int(cause.rawValue)]),
        moneyMinor: Int64((Double(counters.lostValue[Int(cause.rawValue)]) * rate).rounded()))
    }
    func join(_ a: Loss, _ b: Loss) -> Loss {
      Loss(orders: a.orders + b.orders, moneyMinor: a.moneyMinor + b.moneyMinor)
    }
    lost.legal = join(lost.legal, loss(.legal))
    lost.stock = join(lost.stock, loss(.stock))
    lost.latency = join(lost.latency, loss(.latency))
    lost.price = join(lost.price, loss(.price))
    lost.payment = join(lost.payment, loss(.payment))
  }

  private func addCountries(_ result: inout RunResult) {
    let statements = ContributionStatement.byRegion(regions.map(\.state))
    for (region, statement) in zip(regions, statements) {
      guard let market = region.state.market else { continue }
      let counters = region.state.counters
      var country = CountryResult(country: network.markets[market].code)
      country.visits = Int(counters.visits)
      country.orders = Int(counters.placed)
      country.delivered = Int(counters.delivered)
      country.late = Int(counters.late)
      country.overdue = overdue(region)
      result.orders.overdue += country.overdue
      country.cancelled = Int(counters.cancelled)
      country.carts = Int(counters.carts)
      country.peakVisitsPerSecond = counters.peaks.second.visits
      country.peakSecondAtMicroseconds = counters.peaks.second.at?.microseconds
      country.peakVisitsPerMinute = counters.peaks.minute.visits
      country.peakMinuteAtMicroseconds = counters.peaks.minute.at?.microseconds
      country.returned = Int(counters.returned)
      country.gmvMinor = toReport(counters.gmv, market)
      addService(region, to: &country)
      country.statement = statement.lines.map {
        StatementLine(account: $0.account.name, amountMinor: $0.amount)
      }
      country.customs = CustomsResult([region.customs])
      country.smallCreators = region.demand.supply.isOn ? region.demand.supply.number : nil
      country.clickToDoorP50Hours = counters.clickToDoor.quantile(0.5).map { Double($0) / 3_600 }
      country.clickToDoorP95Hours = counters.clickToDoor.quantile(0.95).map { Double($0) / 3_600 }
      add(counters, rate: network.markets[market].toReportCurrency, to: &country.lostDemand)
      result.countries.append(country)
    }
  }

  /// Orders on their way whose promised day has ended.
  private func overdue(_ region: ModelRegion) -> Int {
    region.state.orders.used.count { order in
      switch order.state {
      case .paid, .screening, .released, .shipped, .cancelRequested: order.promise < end
      default: false
      }
    }
  }

  private func addService(_ region: ModelRegion, to country: inout CountryResult) {
    if let contacts = region.doorstep.contacts {
      country.contacts = Int(contacts.asked)
      country.contactsAnswered = Int(contacts.answered)
      country.contactsGivenUp = Int(contacts.gaveUp)
    }
    country.reviews = Int(region.state.opinion?.reviews ?? 0)
    country.rating = region.state.opinion?.rating
    country.trust = region.state.opinion?.trust
    let months = region.compliance.disputes?.months ?? []
    country.chargebacks = months.reduce(0) { $0 + Int($1.disputes) }
    country.excessiveMonths = months.count { $0.isExcessive }
  }

  private func addNodes(_ result: inout RunResult) {
    for region in regions {
      addUnitsElsewhere(region, &result.units)
      for floor in region.warehouse.localFloors {
        let node = network.nodes[Int(floor.node)]
        var entry = NodeResult(name: node.name, country: node.country)
        for sku in network.skus.indices {
          let cell = region.state.stock[floor.node, UInt16(sku)]
          entry.received += Int(cell.received)
          entry.shipped += Int(cell.shipped)
          entry.onHand += Int(cell.onHand - cell.allocated)
          result.units.received += Int(cell.received)
          result.units.onHand += Int(cell.onHand - cell.allocated)
          result.units.allocated += Int(cell.allocated)
          result.units.shipped += Int(cell.shipped)
          result.units.returned += Int(cell.returned)
          result.units.soldUsed += Int(cell.soldUsed)
          result.units.scrapped += Int(cell.scrapped)
        }
        entry.ordersPacked = floor.packed
        entry.waves = floor.waves
        entry.overtimeHours = floor.overtime.reduce(0) { $0 + $1.seconds } / 3_600
        entry.utilisation = utilisation(of: floor.packers)
        entry.waitP95Seconds = floor.packers.waitQuantile(0.95)?.seconds
        entry.missedCutOffs = region.carrier.docks.reduce(0) { sum, dock in
          sum + (dock.map { $0.plan.node == Int(floor.node) ? $0.rolled : 0 } ?? 0)
        }
        result.nodes.append(entry)
      }
    }
    for region in regions { addStranded(region, &result) }
    result.nodes.sort { $0.name < $1.name }
  }

  /// Units in the warehouses of a market that may not be sold there any more, at cost and at what selling them off brings.
  private func addStranded(_ region: ModelRegion, _ result: inout RunResult) {
    guard let market = region.state.market else { return }
    for sku in network.skus.indices {
      let verdict = model.compliance.legality.verdict(UInt16(sku), market: market, crossBorder: false, at: end)
      guard !verdict.maySell else { continue }
      for floor in region.warehouse.localFloors {
        let cell = region.state.stock[floor.node, UInt16(sku)]
        let units = cell.onHand - cell.allocated
        let cost = model.ledger.unitCosts[sku] * units
        result.units.stranded += Int(units)
        result.money.strandedMinor += cost
        result.money.strandedSalvageMinor += model.ledger.salvage.of(cost)
      }
    }
  }

  /// Units that are at no node: on their way to one, gone, or graded where no node could take them back.
  private func addUnitsElsewhere(_ region: ModelRegion, _ units: inout UnitCounts) {
    units.inTransfer += Int(region.inventory.unitsInbound)
    units.lost += Int(region.doorstep.counters.lostUnits)
    guard let desk = region.doorstep.desk else { return }
    units.returned += Int(desk.soldUsedElsewhere + desk.scrappedElsewhere)
    units.soldUsed += Int(desk.soldUsedElsewhere)
    units.scrapped += Int(desk.scrappedElsewhere)
  }

  private func utilisation(of station: Station) -> Double {
    let seen = station.statistics(at: end)
    let available = station.serverSeconds(from: model.network.start, to: end)
    return available > 0 ? seen.busyArea / available : 0
  }

  private func addStations(_ result: inout RunResult) {
    for region in regions {
      for (number, (name, station)) in region.stations.enumerated() {
        var entry = entry(name, station)
        entry.days = region.diary.days(of: number).map {
          StationDay(utilisation: $0.open > 0 ? $0.busy / $0.open : 0, waitSeconds: $0.waiting)
        }
        result.stations.append(entry)
      }
    }
    result.stations.sort { ($1.totalWaitSeconds, $0.name) < ($0.totalWaitSeconds, $1.name) }
  }

  private func entry(_ name: String, _ station: Station) -> StationResult {
    let seen = station.statistics(at: end)
    var entry = StationResult(name: name)
    entry.servers = station.maximumServers
    entry.utilisation = utilisation(of: station)
    entry.meanWaitSeconds = seen.started > 0 ? seen.meanWait : 0
    entry.totalWaitSeconds = seen.waitingArea
    entry.maxQueue = seen.longestLine
    entry.p95WaitSeconds = station.waitQuantile(0.95)?.seconds
    entry.served = seen.finished
    return entry
  }

  private func addHours(_ result: inout RunResult) {
    result.hourly.startMicroseconds = network.start.microseconds
    for region in regions {
      guard let market = region.state.market else { continue }
      result.hourly.countries.append(
        CountrySeries(
          country: network.markets[market].code, visits: region.state.counters.visitsByHour.map { Int($0) },
          orders: region.state.counters.ordersByHour.map { Int($0) },
          delivered: region.state.counters.deliveredByHour.map { Int($0) }))
    }
  }
}
