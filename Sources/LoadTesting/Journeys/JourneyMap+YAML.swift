import Kernel
import Yams

extension JourneyMap {
  /// Reads a map.
  ///
  /// - Throws: ``MapError`` with everything that is wrong, each with its place.
  public init(yaml: String, file: String) throws(MapError) {
    var reading = MapReading(file: file)
    let root: Node?
    do { root = try Yams.compose(yaml: yaml) } catch { throw MapError(lines: ["\(file): error: \(error)"]) }
    let map = root.flatMap { reading.map($0) }
    if root == nil { reading.problems.append("\(file):1:1: error: the map is empty") }
    guard let map, reading.problems.isEmpty else { throw MapError(lines: reading.problems) }
    self = map
  }
}

/// What is wrong with a map of journeys.
public struct MapError: Error, Hashable, CustomStringConvertible {
  /// One line for each problem, `file:line:column: error: …`.
  public let lines: [String]
  /// All lines.
  public var description: String { lines.joined(separator: "\n") }
}

/// Reads the nodes of a map, and notes what is wrong with them.
struct MapReading {
  let file: String
  var problems: [String] = []
  private var slots = JourneyMap.given
  private var stepNames: [String] = []

  init(file: String) { self.file = file }

  mutating func map(_ node: Node) -> JourneyMap? {
    let fields = self.fields(node, ["countries", "journeys"])
    var countries: [JourneyMap.Share] = []
    if let node = fields["countries"], let mapping = mapping(node) {
      for (key, value) in mapping {
        let share = number(value) ?? 0
        if share < 0 || !share.isFinite { note(value, "a share is a finite number of at least 0") }
        countries.append(.init(name: key.string ?? "", share: share))
      }
      if countries.reduce(0, { $0 + $1.share }) <= 0 { note(node, "the shares add up to nothing") }
    }
    guard let list = fields["journeys"], let mapping = mapping(list), !mapping.isEmpty else {
      note(node, "a map has journeys: with at least one journey")
      return nil
    }
    let journeys = mapping.compactMap { journey($0.key.string ?? "", $0.value) }
    return JourneyMap(journeys: journeys, countries: countries, slots: slots)
  }

  private mutating func journey(_ name: String, _ node: Node) -> Journey? {
    let fields = self.fields(node, ["on", "weight", "steps"])
    let occasion = fields["on"].map { Journey.Occasion(rawValue: $0.string ?? "") } ?? .visit
    if occasion == nil, let node = fields["on"] { note(node, "a journey is on: visit or on: order") }
    var weights = ["other": 1.0]
    if let node = fields["weight"] {
      weights = node.mapping == nil ? ["other": number(node) ?? 0] : [:]
      for (key, value) in node.mapping ?? [:] { weights[key.string ?? ""] = number(value) ?? 0 }
      if weights.values.contains(where: { !($0 >= 0 && $0 < .infinity) }) {
        note(node, "a weight is a finite number of at least 0")
      }
    }
    guard let list = fields["steps"]?.sequence, !list.isEmpty else {
      note(node, "journey \"\(name)\" has no steps")
      return nil
    }
    var known = Set(JourneyMap.given)
    let steps = list.compactMap { step($0, &known) }
    return Journey(name: name, occasion: occasion ?? .visit, weights: weights, steps: steps)
  }

  private mutating func step(_ node: Node, _ known: inout Set<String>) -> JourneyStep? {
    let fields = self.fields(
      node, ["name", "method", "path", "headers", "body", "expect", "end", "think", "extract"])
    guard let pathNode = fields["path"], let path = pathNode.string, path.hasPrefix("/"),
      path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else {
      note(
        fields["path"] ?? node, "a step has a path that begins with / and has neither spaces nor letters beyond ASCII")
      return nil
    }
    let body = fields["body"].map { $0.string ?? json($0) }
    let method = fields["method"]?.string ?? (body == nil ? "GET" : "POST")
    if !["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"].contains(method) {
      note(fields["method"] ?? node, "method \"\(method)\" is not GET, HEAD, OPTIONS, POST, PUT, PATCH or DELETE")
    }
    let headers = (fields["headers"].flatMap { mapping($0) } ?? [:]).map { ($0.key, $0.value) }
    var step = JourneyStep(
      name: fields["name"]?.string ?? path, method: method, path: template(pathNode, path, known),
      headers: headers.map { header($0, $1, known) },
      body: body.map { template(fields["body"] ?? node, $0, known) }, expected: statuses(fields["expect"]),
      ends: statuses(fields["end"]), think: fields["think"].map { think($0) } ?? .fixed(.zero), extracts: [])
    if let both = step.expected.first(where: step.ends.contains) {
      note(fields["end"] ?? node, "the status \(both) both lets the session go on and ends it")
    }
    if !stepNames.contains(step.name) { stepNames.append(step.name) }
    step.number = stepNames.firstIndex(of: step.name) ?? 0
    for (key, value) in fields["extract"].flatMap({ mapping($0) }) ?? [:] {
      let name = key.string ?? ""
      guard let path = JSONPath(value.string ?? "") else {
        note(value, "\"\(value.string ?? "")\" is no path such as products[0].sku")
        continue
      }
      // The plan knows a SKU for some sessions alone, and what it knows stays.
      if JourneyMap.given.contains(name), name != "sku" {
        note(key, "\"\(name)\" is given by the plan; take the value under another name")
        continue
      }
      known.insert(name)
      if !slots.contains(name) { slots.append(name) }
      step.extracts.append(.init(slot: slots.firstIndex(of: name) ?? 0, path: path))
    }
    return step
  }

  private mutating func header(_ key: Node, _ value: Node, _ known: Set<String>) -> JourneyStep.Header {
    let name = key.string ?? ""
    let isToken = !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 58 }
    let own = ["host", "content-length", "connection", "transfer-encoding"]
    if !isToken || own.contains(name.lowercased()) { note(key, "\"\(name)\" is no header field that a step may set") }
    let text = value.string ?? ""
    if !text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { note(value, "a header's value is ASCII on one line") }
    return .init(name: name, value: template(value, text, known))
  }

  /// A template whose values are known by then.
  private mutating func template(_ node: Node, _ text: String, _ known: Set<String>) -> Template {
    let slots = slots
    let template = Template(text) { slots.firstIndex(of: $0) }
    for slot in template.slots where !known.contains(slots[slot]) {
      note(node, "{\(slots[slot])} is not extracted by a step before")
    }
    // A name in braces that nobody extracts is a typing error; other braces are text.
    for piece in text.split(separator: "{").dropFirst(text.hasPrefix("{") ? 0 : 1) {
      guard let end = piece.firstIndex(of: "}") else { continue }
      let name = piece[..<end]
      if !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }), !slots.contains(String(name)) {
        note(node, "{\(name)} is not extracted by a step before")
      }
    }
    return template
  }

  private mutating func statuses(_ node: Node?) -> [Int] {
    guard let node else { return [] }
    let nodes = node.sequence.map { Array($0) } ?? [node]
    if nodes.isEmpty { note(node, "no status is named") }
    return nodes.compactMap { item in
      guard let status = item.int, (200...599).contains(status) else {
        note(item, "a status is a number, 200 to 599")
        return nil
      }
      return status
    }
  }

  private mutating func think(_ node: Node) -> ThinkTime {
    if node.mapping != nil {
      let fields = self.fields(node, ["mean"])
      return .exponential(fields["mean"].flatMap { duration($0) } ?? .zero)
    }
    return .fixed(duration(node) ?? .zero)
  }

  private mutating func duration(_ node: Node) -> SimDuration? {
    let text = node.string ?? ""
    for (unit, seconds) in [("ms", 0.001), ("min", 60), ("s", 1.0), ("h", 3_600)] where text.hasSuffix(unit) {
      if let number = Double(text.dropLast(unit.count).filter { $0 != " " }), number >= 0, number * seconds <= 86_400 {
        return SimDuration(seconds: number * seconds)
      }
    }
    note(node, "\"\(text)\" is not a time of at most a day, such as 4 s or 250 ms")
    return nil
  }

  private func json(_ node: Node) -> String {
    if let mapping = node.mapping {
      return "{"
        + mapping.map { json(Node($0.key.string ?? "", Tag(.str))) + ":" + json($0.value) }
        .joined(separator: ",") + "}"
    }
    if let sequence = node.sequence { return "[" + sequence.map { json($0) }.joined(separator: ",") + "]" }
    if let scalar = node.scalar, scalar.style == .plain, node.int != nil || node.float != nil || node.bool != nil {
      return scalar.string
    }
    if node.null != nil, node.scalar?.style == .plain { return "null" }
    let text = node.string ?? ""
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
  }

  private mutating func number(_ node: Node) -> Double? {
    guard let number = node.float else {
      note(node, "\"\(node.string ?? "")\" is not a number")
      return nil
    }
    return number
  }

  private mutating func mapping(_ node: Node) -> Node.Mapping? {
    if node.mapping == nil { note(node, "names and values are wanted here") }
    return node.mapping
  }

  private mutating func fields(_ node: Node, _ names: [String]) -> [String: Node] {
    guard let mapping = mapping(node) else { return [:] }
    var fields: [String: Node] = [:]
    for (key, value) in mapping {
      let name = key.string ?? ""
      if names.contains(name) {
        fields[name] = value
      } else {
        note(key, "unknown field \"\(name)\"; the fields are \(names.joined(separator: ", "))")
      }
    }
    return fields
  }

  private mutating func note(_ node: Node, _ text: String) {
    let mark = node.mark
    problems.append("\(file):\(mark?.line ?? 1):\(mark?.column ?? 1): error: \(text)")
  }
}
