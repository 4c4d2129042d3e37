import Kernel

extension CountLaw {
  /// Distributes a count over parts with given weights: a multinomial draw, or the expected shares.
  ///
  /// O(parts); for few items each is drawn by itself. `parts` is overwritten.
  func split(
    _ count: Int64, by weights: UnsafeBufferPointer<Double>, total: Double,
    into parts: UnsafeMutableBufferPointer<Double>, _ stream: inout RandomStream
  ) {
    parts.update(repeating: 0)
    guard count > 0, total > 0 else { return }
    if self == .expected {
      for place in weights.indices { parts[place] = Double(count) * weights[place] / total }
    } else if weights.count == 1 {
      parts[0] = Double(count)
    } else if count <= 8 {
      for _ in 0..<count { parts[Self.pick(weights, total, &stream)] += 1 }
    } else {
      var left = count
      var mass = total
      for place in weights.indices where left > 0 && weights[place] > 0 {
        let p = min(1, weights[place] / mass)
        let taken = p >= 1 ? left : stream.binomial(left, p)
        parts[place] = Double(taken)
        left -= taken
        mass -= weights[place]
      }
      // Rounding in `mass` may leave the last part short of certainty.
      if left > 0, let last = weights.lastIndex(where: { $0 > 0 }) { parts[last] += Double(left) }
    }
  }

  private static func pick(
    _ weights: UnsafeBufferPointer<Double>, _ total: Double, _ stream: inout RandomStream
  ) -> Int {
    var left = stream.uniform() * total
    for place in weights.indices {
      left -= weights[place]
      if left < 0 { return place }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }
}
