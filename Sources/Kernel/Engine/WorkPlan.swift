import Synchronization

/// Which worker takes which region in a window: the costliest first, where they were before if the load allows it, and
/// whoever has nothing left takes from the others. The plan changes how long a window takes, never what happens in it.
@usableFromInline final class WorkPlan {
  @usableFromInline let regions: Int
  let workers: Int
  /// Host nanoseconds that a region's windows took lately.
  private let costs: UnsafeMutablePointer<Double>
  private let owners: UnsafeMutablePointer<Int>
  private let claims: UnsafeMutablePointer<Atomic<Bool>>
  /// `regions` places for each worker.
  private let lists: UnsafeMutablePointer<Int>
  private let lengths: UnsafeMutablePointer<Int>
  private let loads: UnsafeMutablePointer<Double>
  /// All regions, kept sorted by cost.
  private let byCost: UnsafeMutablePointer<Int>

  @usableFromInline init(regions: Int, workers: Int) {
    self.regions = regions
    self.workers = workers
    costs = .allocate(capacity: regions)
    costs.initialize(repeating: 0, count: regions)
    owners = .allocate(capacity: regions)
    byCost = .allocate(capacity: regions)
    claims = .allocate(capacity: regions)
    for region in 0..<regions {
      owners[region] = region % workers
      byCost[region] = region
      (claims + region).initialize(to: Atomic(false))
    }
    lists = .allocate(capacity: regions * workers)
    lengths = .allocate(capacity: workers)
    loads = .allocate(capacity: workers)
  }

  deinit {
    costs.deallocate()
    owners.deallocate()
    claims.deinitialize(count: regions)
    claims.deallocate()
    lists.deallocate()
    lengths.deallocate()
    loads.deallocate()
    byCost.deallocate()
  }

  /// What a region's last window cost.
  @usableFromInline func record(_ region: Int, nanoseconds: Int64) {
    costs[region] = costs[region] == 0 ? Double(nanoseconds) : 0.75 * costs[region] + 0.25 * Double(nanoseconds)
  }

  /// What the windows of some regions cost together, as far as is known.
  @usableFromInline func expectedCost(_ takesPart: (Int) -> Bool) -> Double {
    var total = 0.0
    for region in 0..<regions where takesPart(region) { total += costs[region] }
    return total
  }

  /// Assigns regions to workers: each to its last owner while that one's load is at most a fair share.
  @usableFromInline func assign(_ takesPart: (Int) -> Bool) {
    let share = 1.02 * expectedCost(takesPart) / Double(workers)
    lengths.initialize(repeating: 0, count: workers)
    loads.initialize(repeating: 0, count: workers)
    sortByCost()
    for place in 0..<regions where takesPart(byCost[place]) {
      let region = byCost[place]
      let owner = owners[region]
      assign(region, to: loads[owner] + costs[region] <= share ? owner : leastLoaded())
    }
  }

  /// Assigns regions to the workers that executed them last.
  @usableFromInline func assignToOwners(_ takesPart: (Int) -> Bool) {
    lengths.initialize(repeating: 0, count: workers)
    for region in 0..<regions where takesPart(region) { assign(region, to: owners[region]) }
  }

  private func assign(_ region: Int, to worker: Int) {
    lists[worker * regions + lengths[worker]] = region
    lengths[worker] += 1
    loads[worker] += costs[region]
    claims[region].store(false, ordering: .relaxed)
  }

  private func leastLoaded() -> Int {
    var least = 0
    for worker in 1..<workers where loads[worker] < loads[least] { least = worker }
    return least
  }

  private func sortByCost() {
    for i in 1..<max(1, regions) {
      let region = byCost[i]
      var hole = i
      while hole > 0, costs[byCost[hole - 1]] < costs[region] {
        byCost[hole] = byCost[hole - 1]
        hole -= 1
      }
      byCost[hole] = region
    }
  }

  /// How far a worker has looked through the lists.
  @usableFromInline struct Cursor {
    var victim = 0
    var seen = 0

    @usableFromInline init() {}
  }

  /// The next region for a worker: the front of its own list, then the backs of the others'.
  @usableFromInline func claim(_ worker: Int, _ cursor: inout Cursor) -> Int? {
    while cursor.victim < workers {
      let victim = (worker + cursor.victim) % workers
      while cursor.seen < lengths[victim] {
        let place = cursor.victim == 0 ? cursor.seen : lengths[victim] - 1 - cursor.seen
        cursor.seen += 1
        let region = lists[victim * regions + place]
        if claims[region].exchange(true, ordering: .acquiringAndReleasing) { continue }
        owners[region] = worker
        return region
      }
      cursor.victim += 1
      cursor.seen = 0
    }
    return nil
  }
}
