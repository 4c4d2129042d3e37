internal import Logistics

/// Where deliveries fell in what was expected of their way: alike in all tenths where promises know the law of lead times.
func promiseTable(_ run: RunResult) -> Table {
  var table = Table([.text("tenth"), .number("deliveries"), .number("share"), .text("")])
  let promise = run.promise
  let all = promise.tenths.reduce(0, +)
  // A handful says nothing of a law.
  guard all >= 50 else { return table }
  for (place, count) in promise.tenths.enumerated() {
    let share = count / all
    let name = place == 0 ? "earliest" : place == 9 ? "latest" : "\(place * 10) to \(place * 10 + 10) %"
    table.add(name, grouped(Int(count.rounded())), percent(share, 1), bar(share, width: 20))
  }
  return table
}

/// The same for programs.
func promiseDocument(_ promise: PromiseResult) -> JSONValue {
  [
    "quantile": .number(promise.quantile), "delivered": .integer(promise.delivered),
    "mean_error_h": .number(promise.meanErrorHours), "pinball_h": .number(promise.pinballHours),
    "tenths": .array(of: promise.tenths) { .number($0) },
  ]
}
