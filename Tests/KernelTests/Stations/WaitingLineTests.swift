import Kernel
import Testing

@Test("A line agrees with a sorted list under random joining, serving and leaving")
func waitingLineModel() {
  var random = TestRandom(21)
  for discipline in [WaitingLine.Discipline.firstComeFirstServed, .classes(5), .lowestKeyFirst] {
    let line = WaitingLine(discipline)
    var model: [(key: Int64, job: UInt32, ticket: WaitingLine.Ticket)] = []
    var gone: [WaitingLine.Ticket] = []
    for job in 0..<3_000 as Range<UInt32> {
      if random.int(0...9) < 6 {
        let key = discipline == .firstComeFirstServed ? 0 : random.int(0...4)
        model.append((key, job, line.join(job, priority: key, at: .zero)))
      } else if random.int(0...1) == 0, !model.isEmpty {
        let leaver = model.remove(at: Int(random.int(0...Int64(model.count - 1))))
        let left = line.remove(leaver.ticket)
        #expect(left?.job == leaver.job)
        gone.append(leaver.ticket)
      } else {
        let next = model.min { ($0.key, $0.job) < ($1.key, $1.job) }
        let (first, taken) = (line.first, line.removeFirst())
        #expect(first?.job == next?.job && taken?.job == next?.job)
        model.removeAll { $0.job == next?.job }
      }
      let (count, isEmpty) = (line.count, line.isEmpty)
      #expect(count == model.count && isEmpty == model.isEmpty)
    }
    let agrees = gone.allSatisfy { !line.isWaiting($0) } && model.allSatisfy { line.isWaiting($0.ticket) }
    let knowsNone = line.isWaiting(.none)
    #expect(agrees && !knowsNone)
  }
}
