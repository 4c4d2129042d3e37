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
