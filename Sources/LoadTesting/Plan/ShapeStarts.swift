import Kernel

/// Starts at a rate: as even as it allows, or those of a Poisson process.
public struct ShapeStarts: StartSource {
  let shape: LoadShape
  let seed: UInt64?

  /// Starts of a shape.
  ///
  /// - Parameter seed: Random starts; nil for even ones.
  public init(_ shape: LoadShape, poisson seed: UInt64? = nil) {
    self.shape = shape
    self.seed = seed
  }

  /// The starts.
  public func starts() -> any StartStream { ShapeStream(shape, seed) }
}

/// Walks along the area under the rate in steps, and says when each step is reached.
struct ShapeStream: StartStream {
  private let stages: [LoadShape.Stage]
  private var stage = 0
  private var (begin, reached, wanted) = (0.0, 0.0, 0.0)
  private var rate: PiecewiseLinearRate?
  private var stream: RandomStream?

  init(_ shape: LoadShape, _ seed: UInt64?) {
    stages = shape.stages
    if let seed {
      var stream = Streams(seed: seed)["load starts"][0]
      wanted = stream.exponential()
      self.stream = stream
    }
    rate = Self.rate(stages[0])
  }

  mutating func next() -> SessionStart? { nextOffset().map { SessionStart($0) } }

  mutating func nextOffset() -> Int64? {
    while stage < stages.count {
      let area = rate?.total ?? 0
      if let rate, wanted < reached + area {
        let offset = begin + rate.time(atCumulative: wanted - reached)
        wanted += stream?.exponential() ?? 1
        return Int64((offset * 1e9).rounded())
      }
      begin += stages[stage].length.seconds
      reached += area
      stage += 1
      rate = stage < stages.count ? Self.rate(stages[stage]) : nil
    }
    return nil
  }

  /// Legal by the shape's own checks: two rising knots, finite rates of at least 0.
  private static func rate(_ stage: LoadShape.Stage) -> PiecewiseLinearRate? {
    guard stage.from + stage.to > 0 else { return nil }
    return try? PiecewiseLinearRate(times: [0, stage.length.seconds], rates: [stage.from, stage.to])
  }
}
