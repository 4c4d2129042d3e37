internal import Scenario

/// All combinations of the values of a study's variables, where those of one zip word move together.
struct StudyDesign {
  let variables: [StudyVariable]
  /// Which axis each variable moves along; variables of one zip word share one.
  private let axes: [Int]
  /// Steps of each axis.
  private let lengths: [Int]

  init(_ variables: [StudyVariable]) {
    self.variables = variables
    var axes: [Int] = []
    var lengths: [Int] = []
    for (place, variable) in variables.enumerated() {
      let partner = variable.zip.flatMap { word in variables[..<place].firstIndex { $0.zip == word } }
      axes.append(partner.map { axes[$0] } ?? lengths.count)
      if partner == nil { lengths.append(variable.values.count) }
    }
    self.axes = axes
    self.lengths = lengths
  }

  /// How many combinations there are; the largest number when there are more than that.
  var count: Int {
    lengths.reduce(1) { product, length in
      let (count, isOver) = product.multipliedReportingOverflow(by: length)
      return isOver ? .max : count
    }
  }

  /// Which value of each variable a combination has; the last axis moves fastest.
  func choice(_ number: Int) -> [Int] {
    var rest = number
    var steps = lengths
    for axis in lengths.indices.reversed() {
      steps[axis] = rest % lengths[axis]
      rest /= lengths[axis]
    }
    return axes.map { steps[$0] }
  }

  /// A combination as a point, with what all points have in common first.
  func point(_ choice: [Int], at place: Int, common: [(text: String, mark: Mark)]) -> StudyPoint {
    var overrides = common.map(\.text)
    var marks = common.map(\.mark)
    var labels: [String] = []
    for (variable, step) in zip(variables, choice) {
      let value = variable.values[step]
      overrides += variable.paths.map { "\($0)=\(value.text)" }
      marks += variable.paths.map { _ in value.mark }
      labels.append("\(variable.name)=\(variable.labels[step])")
    }
    return StudyPoint(
      place: place,
      design: DesignPoint(label: labels.isEmpty ? "base" : labels.joined(separator: ", "), overrides: overrides),
      values: zip(variables, choice).map { $0.values[$1].text }, marks: marks)
  }
}
