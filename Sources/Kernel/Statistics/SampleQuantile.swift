/// Quantiles of samples that are kept whole.
public enum SampleQuantile {
  /// The quantile of a sorted sample by linear interpolation between order statistics (type 7 of Hyndman and Fan).
  public static func of(sorted sample: [Double], _ probability: Double) -> Double {
    guard let last = sample.last else { return .nan }
    let place = Double(sample.count - 1) * min(max(probability, 0), 1)
    let index = Int(place)
    if index >= sample.count - 1 { return last }
    return sample[index] + (place - Double(index)) * (sample[index + 1] - sample[index])
  }
}
