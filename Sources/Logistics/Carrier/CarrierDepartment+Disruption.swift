import Kernel

// What disruptions change on the way: labels that do not come, closed line-haul and providers, and dearer carriage.
extension CarrierDepartment {
  /// When the parcel's label is printed; nil when it is, or needs no waiting.
  func waitForLabel(_ row: UInt32, _ now: SimTime) -> SimTime? {
    let provider = providerOf[Int(region.parcels[row].service)]
    guard let desk = labels[provider], !region.parcels[row].flags.contains(.labelled) else { return nil }
    region.parcels[row].flags.insert(.labelled)
    let ready = desk.label(at: now)
    return ready > now ? ready : nil
  }

  /// What disruptions make of the price of a service now.
  func costFactor(of service: Int, at now: SimTime) -> Double {
    let lane = region.disturbances[.lineHaul, service]
    let provider = region.disturbances[.provider, providerOf[service]]
    return (lane?.level(at: now).cost ?? 1) * (provider?.level(at: now).cost ?? 1)
  }

  /// Gives a parcel whose provider is closed to another provider that serves the same way, if the disruption says so.
  func passOn(_ row: UInt32, _ now: SimTime) {
    let service = Int(region.parcels[row].service)
    let provider = providerOf[service]
    guard let level = region.disturbances[.provider, provider]?.level(at: now), level.capacity <= 0,
      level.inFlight == .reroute, let other = otherService(than: service, for: row, at: now)
    else { return }
    region.desk.release(provider, in: region.id, day: region.parcels[row].slotDay, at: now)
    if region.parcels[row].flags.contains(.refused) {
      region.desk.notePassedOn(provider)
      region.parcels[row].flags.remove(.refused)
    }
    region.parcels[row].flags.remove(.labelled)
    region.parcels[row].service = UInt16(other)
    region.parcels[row].slotDay = region.desk.slotDay(providerOf[other], in: region.id, at: now)
    region.desk.hold(providerOf[other], in: region.id, day: region.parcels[row].slotDay, at: now)
    region.record(
      CarrierRecord.rerouted, at: now, entity: region.parcels[row].order, aux: UInt32(other))
  }

  /// A line-haul's departure; while it is closed, what waits may go another way or be destroyed.
  func lineHaul(_ event: Event, _ scheduler: ModelScheduler) {
    let lane = lanes[Int(event.tag)].unsafelyUnwrapped
    guard let policy = lane.closure(at: scheduler.now), policy != .hold else { return lane.depart(event, scheduler) }
    lane.clear(event, scheduler) { divert($0, from: Int(event.tag), policy, scheduler) }
  }

  /// A parcel comes to a closed line-haul: another one at its node takes it, on the account of the same service.
  func divert(_ row: UInt32, from lane: Int, _ policy: InFlightPolicy, _ scheduler: ModelScheduler) {
    if policy == .destroy { return lanes[lane].unsafelyUnwrapped.destroy(row, scheduler) }
    let service = plan.lanes[lane].service
    guard let other = otherService(than: service, for: row, at: scheduler.now) else {
      return lanes[lane].unsafelyUnwrapped.hold(row, scheduler)
    }
    region.record(
      CarrierRecord.rerouted, at: scheduler.now, entity: region.parcels[row].order, aux: UInt32(other))
    lanes[plan.docks[Int(dockOf[Int(region.parcels[row].node) * services + other])].lane].unsafelyUnwrapped
      .stage(row, scheduler)
  }

  /// Another service from the parcel's node to its zone that is open, by a provider on the white list; the first there is.
  private func otherService(than service: Int, for row: UInt32, at now: SimTime) -> Int? {
    let node = Int(region.parcels[row].node)
    let zone = Int(region.parcels[row].zone)
    return region.network.services.indices.first { other in
      let number = dockOf[node * services + other]
      guard other != service, number != .max, plan.lanes[plan.docks[Int(number)].lane].transit[zone] != nil else {
        return false
      }
      let isOpen = region.disturbances[.provider, providerOf[other]]?.level(at: now).capacity ?? 1 > 0
      return isOpen && region.desk.statuses[providerOf[other]].isOnWhiteList
        && lanes[plan.docks[Int(number)].lane]?.closure(at: now) == nil
    }
  }
}

extension CarrierPlan {
  /// Whether a factor between 0 and 1 changes anything at a resource; nil for what is none of the carriers'.
  func limits(_ resource: Resource) -> Bool? {
    let number = Int(resource.number)
    switch resource.kind {
    case .pickUps: return docks.contains { $0.service == number && $0.capacity != .unlimited }
    case .lineHaul: return lanes[number].departures != nil && lanes[number].capacity != .unlimited
    case .lastMile: return depots[number].stops < Load.unlimited.units
    default: return nil
    }
  }
}
