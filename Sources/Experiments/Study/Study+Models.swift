internal import Foundation
public import Logistics
internal import Scenario
internal import Synchronization

extension Study {
  /// Builds the model of every point, side by side, so that nothing runs when one of them is wrong.
  ///
  /// - Parameter build: Builds the model of a scenario's file with overrides.
  /// - Throws: `Diagnostics` with all that is wrong, each with the points where it is; or what else `build` throws first.
  public func models(
    build: @escaping @Sendable (_ path: String, _ overrides: [String]) throws -> Model = {
      try Model.build(Model.document(path: $0, overrides: $1))
    }
  ) throws -> [Model] {
    let outcomes = Mutex([Result<Model, any Error>?](repeating: nil, count: points.count))
    DispatchQueue.concurrentPerform(iterations: points.count) { place in
      let outcome = Result { try build(scenario, points[place].design.overrides) }
      outcomes.withLock { $0[place] = outcome }
    }
    var found = PointProblems(total: points.count)
    var models: [Model] = []
    for (point, outcome) in zip(points, outcomes.withLock { $0 }) {
      switch outcome {
      case .success(let model):
        for (name, mark) in metricMarks {
          guard let problem = model.problem(of: name) else { continue }
          found.add(Diagnostic(.error, at: mark, problem.message, help: problem.help), at: point)
        }
        models.append(model)
      case .failure(let problems as Diagnostics):
        for problem in problems.errors { found.add(problem, at: point) }
      case .failure(let error): throw error
      case nil: preconditionFailure("a point was not built")
      }
    }
    try found.diagnostics.check()
    return models
  }
}

/// The problems of all points, each told once with the first point that has it.
private struct PointProblems {
  let total: Int
  private var all: [(problem: Diagnostic, first: String, count: Int)] = []

  init(total: Int) { self.total = total }

  mutating func add(_ problem: Diagnostic, at point: StudyPoint) {
    var problem = problem
    // What the study sets is told where the study says it.
    for (override, mark) in zip(point.design.overrides, point.marks) where problem.mark.file == "--set \(override)" {
      problem.message = "\(override): \(problem.message)"
      problem.mark = mark
      break
    }
    if let known = all.firstIndex(where: { $0.problem == problem }) {
      all[known].count += 1
    } else {
      all.append((problem, point.design.label, 1))
    }
  }

  var diagnostics: Diagnostics {
    var result = Diagnostics()
    for (problem, first, count) in all {
      let others = count == 1 ? "" : " and \(count - 1) more"
      let place = count == total ? "" : " (at point \"\(first)\"\(others))"
      result.error(at: problem.mark, problem.message + place, help: problem.help)
    }
    return result
  }
}
