import Kernel

/// A request of a plan: a step of a session at its intended start.
struct PlannedRequest {
  /// Nanoseconds from the start of the load.
  var intended: Int64
  var session: LoadSession
  var step: Int
}

/// A step that all sessions share: a copy of what it holds would cost more than sending it.
final class PlannedStep: Sendable {
  let step: JourneyStep
  let isHead: Bool

  init(_ step: JourneyStep) {
    self.step = step
    isHead = step.method == "HEAD"
  }
}

/// A session on its way; the event loop alone touches it.
final class LoadSession {
  let number: UInt64
  let steps: [PlannedStep]
  /// An index into the plan's countries; nil for none.
  let country: Int?
  /// An index into the plan's recorded requests.
  let request: Int?
  /// By slot.
  var values: [String?]
  /// Steps whose answers let the session go on.
  var done = 0
  /// Whether it ended before its last step.
  var isOver = false
  /// Whether that was no error: sold out, prohibited.
  var endedInOrder = false
  /// What was due before the answer that it needs: intended starts, from step `done` + 1 on.
  var waiting: [Int64] = []
  fileprivate var stream: RandomStream
  fileprivate var step = 0

  fileprivate init(
    number: UInt64, steps: [PlannedStep], country: Int?, request: Int?, values: [String?], stream: RandomStream
  ) {
    self.number = number
    self.steps = steps
    self.country = country
    self.request = request
    self.values = values
    self.stream = stream
  }
}

/// The requests of a plan by intended start, made as they are asked for: memory follows the sessions that are open.
///
/// Think times count from the intended start of the step before: the plan knows nothing of answers, so it is the same on every
/// machine. Equal instants keep the order of their sessions.
struct PlanWalk {
  private let map: JourneyMap
  /// By journey.
  private let steps: [[PlannedStep]]
  /// Whether any request has a place for a value.
  private let needsValues: Bool
  private let isSingle: Bool
  private let countries: [String]
  private let skus: [String]
  private let seed: UInt64
  private let draws: StreamFamily
  private var starts: any StartStream
  private var upcoming: SessionStart?
  private var heap = SessionHeap()
  private var number: UInt64 = 0

  init(_ plan: LoadPlan) throws {
    map = plan.map
    steps = map.journeys.map { $0.steps.map { PlannedStep($0) } }
    needsValues = map.journeys.contains { $0.steps.contains { !$0.isFixed || !$0.extracts.isEmpty } }
    isSingle = map.journeys.count == 1 && map.journeys[0].weights == ["other": 1]
    countries = plan.countries
    skus = plan.source.skus
    seed = plan.seed
    draws = Streams(seed: seed)["load journeys"]
    starts = try plan.source.starts()
    upcoming = try starts.next()
  }

  /// The next request; nil at the end.
  mutating func next() throws -> PlannedRequest? {
    if let start = upcoming, heap.first.map({ start.offset_ns < $0 }) ?? true {
      upcoming = try starts.next()
      let session = begin(start)
      guard let session else { return try next() }
      let request = PlannedRequest(intended: start.offset_ns, session: session, step: 0)
      schedule(session, after: start.offset_ns)
      return request
    }
    guard let (time, session) = heap.pop() else { return nil }
    session.step += 1
    let request = PlannedRequest(intended: time, session: session, step: session.step)
    schedule(session, after: time)
    return request
  }

  private mutating func schedule(_ session: LoadSession, after time: Int64) {
    let next = session.step + 1
    guard next < session.steps.count else { return }
    heap.push(time + session.steps[next].step.think.draw(&session.stream), session)
  }

  private mutating func begin(_ start: SessionStart) -> LoadSession? {
    var stream = draws[number]
    let country = start.country ?? drawCountry(&stream)
    guard let journey = drawJourney(start.occasion, country, &stream) else {
      number += 1
      return nil
    }
    defer { number += 1 }
    return LoadSession(
      number: number, steps: steps[journey], country: country, request: start.request,
      values: needsValues ? values(start, country) : [], stream: stream)
  }

  private func values(_ start: SessionStart, _ country: Int?) -> [String?] {
    var values = [String?](repeating: nil, count: map.slots.count)
    values[0] = country.map { countries[$0] } ?? ""
    values[1] = start.sku.flatMap { $0 < skus.count ? skus[$0] : nil }
    values[2] = "doorstep-\(seed)-\(number)"
    return values
  }

  private func drawCountry(_ stream: inout RandomStream) -> Int? {
    let total = map.countries.reduce(0) { $0 + $1.share }
    guard total > 0 else { return nil }
    var rest = stream.uniform() * total
    for share in map.countries where share.share > 0 {
      rest -= share.share
      if rest < 0 { return countries.firstIndex(of: share.name) }
    }
    return map.countries.last { $0.share > 0 }.flatMap { countries.firstIndex(of: $0.name) }
  }

  /// By the weights of those of the occasion; of all where the start has none.
  private func drawJourney(_ occasion: Journey.Occasion?, _ country: Int?, _ stream: inout RandomStream) -> Int? {
    if isSingle, occasion == nil { return 0 }
    let name = country.map { countries[$0] }
    func weight(_ journey: Int) -> Double {
      occasion == nil || map.journeys[journey].occasion == occasion ? map.journeys[journey].weight(in: name) : 0
    }
    let indices = map.journeys.indices
    var rest = stream.uniform() * indices.reduce(0) { $0 + weight($1) }
    for journey in indices where weight(journey) > 0 {
      rest -= weight(journey)
      if rest < 0 { return journey }
    }
    return indices.last { weight($0) > 0 }
  }
}

/// Sessions by their next intended start, then by their number.
struct SessionHeap {
  private var items: [(time: Int64, session: LoadSession)] = []

  /// The first time.
  var first: Int64? { items.first?.time }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    items[a].time != items[b].time
      ? items[a].time < items[b].time : items[a].session.number < items[b].session.number
  }

  mutating func push(_ time: Int64, _ session: LoadSession) {
    items.append((time, session))
    var place = items.count - 1
    while place > 0, precedes(place, (place - 1) / 2) {
      items.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func pop() -> (Int64, LoadSession)? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    if !items.isEmpty {
      items[0] = last
      var place = 0
      while true {
        var best = place
        for child in [2 * place + 1, 2 * place + 2] where child < items.count && precedes(child, best) { best = child }
        if best == place { break }
        items.swapAt(place, best)
        place = best
      }
    }
    return (first.time, first.session)
  }
}
