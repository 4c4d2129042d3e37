import Kernel

extension RegionState {
  /// The planned way of a parcel, as it was promised; nil where nothing of the kind was planned.
  func plannedWay(of parcel: ParcelRow) -> LeadTimePath? {
    model.fulfilment.candidates[Int(parcel.zone)].first {
      $0.node == parcel.node && $0.service == parcel.service
    }?.path
  }
}

// When a parcel that has just passed a step is planned to be at the door; distantFuture where a schedule has ended.
extension LeadTimePath {
  /// When a parcel ordered at `time` is planned to be at the door.
  func arrival(orderedAt time: SimTime) -> SimTime { arrival(pooledAt: time + handOver) }

  /// In which tenths of what was expected a delivery fell, within 0...9: the probability integral transform, in tenths. Where the planned
  /// ways at the nine levels are the law of the lead time, all tenths are equally likely. Nil where nothing was expected.
  ///
  /// Schedules make the law lumpy: all levels that leave the depot with the same wave are one outcome, and a delivery of that wave belongs
  /// to all of their tenths alike. Queues and delays show as deliveries in the last tenths; a plan that adds up cautious legs shows as
  /// deliveries in the first.
  /// - SeeAlso: Czado, Gneiting and Held, *Predictive Model Assessment for Count Data*, Biometrics 65 (2009) 1254.
  func tenths(orderedAt time: SimTime, deliveredAt delivered: SimTime) -> ClosedRange<Int>? {
    guard !expected.isEmpty else { return nil }
    /// The first level whose arrival is not before an instant.
    func first(notBefore instant: SimTime) -> Int {
      var (below, above) = (0, expected.count)
      while below < above {
        let middle = (below + above) / 2
        var way = self
        (way.prepare, way.transit, way.clearance) = (
          expected[middle].prepare, expected[middle].transit, expected[middle].clearance
        )
        if way.arrival(orderedAt: time) < instant { below = middle + 1 } else { above = middle }
      }
      return below
    }
    // Arrivals are the longest rounds' ends: a wave is as old as its round before that.
    return first(notBefore: delivered)...first(notBefore: delivered + route + .microseconds(1))
  }

  /// When a parcel that its node knows of since `time` is planned to be at the door.
  func arrival(pooledAt time: SimTime) -> SimTime { arrival(wavedAt: waves?.nextAtOrAfter(time) ?? time) }

  /// When a parcel whose wave closed at `time` is planned to be at the door.
  func arrival(wavedAt time: SimTime) -> SimTime {
    time == .distantFuture || !isFinite ? .distantFuture : arrival(tenderedAt: time + prepare)
  }

  /// When a parcel picked at `time` is planned to be at the door.
  func arrival(pickedAt time: SimTime) -> SimTime { isFinite ? arrival(tenderedAt: time + packing) : .distantFuture }

  /// When a parcel tendered at `time` is planned to be at the door, on a way that nothing disturbs.
  func arrival(tenderedAt time: SimTime) -> SimTime { arrival(tenderedAt: time, lineHaul: nil) }

  /// When a parcel that a truck took at `time` is planned to be at the door.
  func arrival(pickedUpAt time: SimTime) -> SimTime {
    guard isFinite else { return .distantFuture }
    guard let hubHours else { return arrival(sortedAt: time + firstMile) }
    let open = hubHours.nextOpen(time + firstMile)
    return open == .distantFuture ? open : arrival(sortedAt: open + sortTime)
  }

  /// When a parcel sorted at `time` is planned to be at the door.
  func arrival(sortedAt time: SimTime) -> SimTime {
    let departure = departures?.nextAtOrAfter(time) ?? time
    return departure == .distantFuture ? departure : arrival(departedAt: departure)
  }

  /// When a parcel whose line-haul left at `time` is planned to be at the door.
  func arrival(departedAt time: SimTime) -> SimTime {
    isFinite ? arrival(atDepotAt: time + transit + clearance) : .distantFuture
  }

  /// When a parcel that still has to be cleared at `time` is planned to be at the door.
  func arrival(clearingFrom time: SimTime) -> SimTime {
    isFinite ? arrival(atDepotAt: time + clearance) : .distantFuture
  }

  /// When a parcel that waits at the depot since `time` is planned to be at the door.
  func arrival(atDepotAt time: SimTime) -> SimTime {
    let wave = depotWaves.nextAtOrAfter(time)
    return wave == .distantFuture || !isFinite ? .distantFuture : wave + route
  }

  /// When a parcel whose route left at `time` is planned to be at the door.
  func arrival(routedAt time: SimTime) -> SimTime { isFinite ? time + route : .distantFuture }
}
