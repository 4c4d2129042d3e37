import ArgumentParser
import Kernel
import Logistics
import Scenario

/// When a run writes checkpoints: at multiples of a time from the scenario's start, or at an instant.
struct CheckpointOption: ParsableArguments {
  /// One of these.
  enum Moment: ExpressibleByArgument, Equatable {
    case every(SimDuration)
    case at(SimTime)

    init?(argument: String) {
      if argument.hasPrefix("every="), let every = try? SimDuration.parse(String(argument.dropFirst(6))) {
        guard every >= .minutes(1) else { return nil }
        self = .every(every)
      } else if argument.hasPrefix("at="), let instant = Instant(argument: String(argument.dropFirst(3))) {
        self = .at(instant.time)
      } else {
        return nil
      }
    }
  }

  @Option(
    name: .customLong("checkpoint"), parsing: .singleValue,
    help: ArgumentHelp(
      "Write NAME-INSTANT.ckpt for `doorstep replay --from`: every=7d from the start on, or at=2026-11-28T12:00:00Z; may "
        + "be repeated. Into --out, else beside the trace.", valueName: "when"))
  var moments: [Moment] = []

  /// The instants of a model's run, ascending.
  func instants(of model: Model) -> [SimTime] {
    let span = model.span
    let all = moments.flatMap { moment -> [SimTime] in
      switch moment {
      case .at(let time): [time]
      case .every(let step): Array(sequence(first: span.lowerBound + step) { $0 + step }.prefix { span.contains($0) })
      }
    }
    for time in all where !span.contains(time) {
      Terminal.note(
        "warning: no checkpoint is written at \(time.iso8601): the run lasts from \(span.lowerBound.iso8601) until "
          + span.upperBound.iso8601)
    }
    return Set(all.filter(span.contains)).sorted()
  }
}
