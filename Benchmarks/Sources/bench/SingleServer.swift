import Kernel

/// M/M/1 on the engine: two events a customer, waits by FIFO, exponential draws of the kernel.
final class SingleServer: LogicalProcess {
  private let draws = BufferedStream(Streams(seed: 1)["mm1"][0])
  private let load: Double
  private let arrivals = UnsafeMutablePointer<SimTime>.allocate(capacity: SingleServer.places)
  private var arrived = 0
  private var begun = 0
  private var isBusy = false
  private(set) var served = 0
  private(set) var waited: Int64 = 0

  private static let places = 1 << 16

  init(load: Double) { self.load = load }
  deinit { arrivals.deallocate() }

  func start(_ scheduler: Scheduler<NoMessage>) { scheduleArrival(scheduler) }

  func execute(_ event: Event, _ scheduler: Scheduler<NoMessage>) {
    if event.kind == 0 {
      scheduleArrival(scheduler)
      if isBusy {
        arrivals[arrived & (SingleServer.places - 1)] = scheduler.now
        arrived += 1
        return
      }
      isBusy = true
    } else {
      served += 1
      if begun == arrived {
        isBusy = false
        return
      }
      waited += (scheduler.now - arrivals[begun & (SingleServer.places - 1)]).microseconds
      begun += 1
    }
    scheduler.schedule(1, index: 0, at: scheduler.now + draw(1), priority: .completion)
  }

  private func scheduleArrival(_ scheduler: Scheduler<NoMessage>) {
    scheduler.schedule(0, index: 0, at: scheduler.now + draw(1 / load))
  }

  private func draw(_ mean: Double) -> SimDuration {
    SimDuration(microseconds: Int64(mean * 1e6 * draws.exponential()))
  }
}

/// An engine that goes on for a number of simulated seconds with each call.
final class Continued<P: LogicalProcess> {
  let engine: Engine<P>
  private var horizon = SimTime.zero

  init(_ engine: Engine<P>) { self.engine = engine }

  @discardableResult func run(seconds: Double) -> RunReport {
    horizon += SimDuration(seconds: seconds)
    return engine.run(until: horizon)
  }
}
