import Kernel

extension ResultCollector {
  /// Adds up what the markets found out about their late parcels.
  func addBlame(_ result: inout BlameResult) {
    let desks = regions.compactMap { region in
      region.state.market.flatMap { market in region.doorstep.blame.map { (market, $0) } }
    }
    for (market, desk) in desks {
      let country = network.markets[market].code
      result.total = result.total + Lateness(desk.total)
      let causes = LateCause.allCases.map { cause in entry(cause, Lateness(desk.places(cause).reduce(.init(), +))) }
      result.countries.append(CountryLateness(country: country, causes: worstFirst(causes) { $0.lateness }))
    }
    result.causes = worstFirst(
      LateCause.allCases.map { cause in
        entry(cause, desks.reduce(Lateness()) { $0 + Lateness($1.1.places(cause).reduce(.init(), +)) })
      }
    ) { $0.lateness }
    result.places = worstFirst(LateCause.allCases.flatMap { places($0, desks) }) { $0.of.lateness }
    addDays(desks, &result)
  }

  private func entry(_ cause: LateCause, _ lateness: Lateness) -> LatenessOf {
    LatenessOf(cause: cause.title, key: cause.key, lateness: lateness)
  }

  /// Drops what did nothing and sorts the rest, equals as they stood.
  private func worstFirst<Entry>(_ entries: [Entry], _ lateness: (Entry) -> Lateness) -> [Entry] {
    entries.enumerated().filter { lateness($0.element).microseconds > 0 }.sorted {
      (-lateness($0.element).microseconds, $0.offset) < (-lateness($1.element).microseconds, $1.offset)
    }.map(\.element)
  }

  /// The places of one cause; nodes, services and providers answer for several countries.
  private func places(_ cause: LateCause, _ desks: [(Int, BlameDesk)]) -> [PlaceLateness] {
    switch cause.place {
    case .market:
      desks.map { market, desk in
        PlaceLateness(
          place: network.markets[market].code, of: entry(cause, Lateness(desk.places(cause).reduce(.init(), +))))
      }
    case .zone:
      desks.flatMap { market, desk in
        zip(network.markets[market].zones, desk.places(cause)).map { zone, amount in
          PlaceLateness(place: network.placeName(zone), of: entry(cause, Lateness(amount)))
        }
      }
    case .node: shared(network.nodes.map(\.name), cause, desks)
    case .provider: shared(network.providers.map(\.name), cause, desks)
    case .service: shared(network.services.map(\.name), cause, desks)
    }
  }

  private func shared(_ names: [String], _ cause: LateCause, _ desks: [(Int, BlameDesk)]) -> [PlaceLateness] {
    names.indices.map { place in
      let sum = desks.reduce(BlameDesk.Amount()) { sum, desk in
        let amounts = desk.1.places(cause)
        return sum + amounts[amounts.startIndex + place]
      }
      return PlaceLateness(place: names[place], of: entry(cause, Lateness(sum)))
    }
  }

  private func addDays(_ desks: [(Int, BlameDesk)], _ result: inout BlameResult) {
    let first = desks.map { Int($0.1.firstDay.daysSinceEpoch) }.min() ?? 0
    let end = desks.map { Int($0.1.firstDay.daysSinceEpoch) + $0.1.days }.max() ?? first
    for day in first..<end {
      for (market, desk) in desks {
        let number = day - Int(desk.firstDay.daysSinceEpoch)
        guard number >= 0, number < desk.days else { continue }
        if desk.promised[number] > 0 {
          result.promised.append(
            DayDeliveries(day: day, country: network.markets[market].code, delivered: Int(desk.promised[number])))
        }
        for cause in LateCause.allCases where desk.amount(cause, day: number).microseconds > 0 {
          result.days.append(
            DayLateness(
              day: day, country: network.markets[market].code,
              of: entry(cause, Lateness(desk.amount(cause, day: number)))))
        }
      }
    }
  }
}

extension Lateness {
  fileprivate init(_ amount: BlameDesk.Amount) {
    self.init(parcels: Int(amount.parcels), microseconds: amount.microseconds)
  }
}
