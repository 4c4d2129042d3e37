import NIOCore

/// Writes requests of HTTP/1.1: those without values once and for all.
struct RequestWriter {
  private let authority: String
  private let prefix: String
  private let recorded: RecordedStarts?
  private var fixed: [ByteBuffer?]
  private let allocator = ByteBufferAllocator()

  init(_ plan: LoadPlan) {
    authority = plan.target.authority
    prefix = plan.prefix
    recorded = plan.source as? RecordedStarts
    fixed = [ByteBuffer?](repeating: nil, count: plan.map.stepNames.count)
    let steps = plan.map.journeys.flatMap(\.steps)
    // A name may stand for several requests: then none of them is kept.
    for step in steps where recorded == nil && step.isFixed && steps.count(where: { $0.number == step.number }) == 1 {
      fixed[step.number] = bytes(step, [])
    }
  }

  /// Whether the answer to a request has no body.
  func isHead(_ session: LoadSession, _ planned: PlannedStep) -> Bool {
    guard let recorded, let number = session.request else { return planned.isHead }
    return recorded.requests[number].method == "HEAD"
  }

  func request(_ session: LoadSession, _ step: JourneyStep) -> ByteBuffer {
    if let fixed = fixed[step.number] { return fixed }
    if let number = session.request, let recorded { return bytes(recorded.requests[number]) }
    return bytes(step, session.values)
  }

  private func bytes(_ request: RecordedRequest) -> ByteBuffer {
    allocator.buffer(
      string: request.method + " " + prefix + request.path + head + (Self.isBare(request.method) ? "" : noBody) + "\r\n"
    )
  }

  private var head: String { " HTTP/1.1\r\nHost: \(authority)\r\nUser-Agent: doorstep\r\nAccept: */*\r\n" }
  private let noBody = "Content-Length: 0\r\n"

  /// Whether requests of a method say nothing of a body.
  private static func isBare(_ method: String) -> Bool { ["GET", "HEAD", "OPTIONS"].contains(method) }

  private func bytes(_ step: JourneyStep, _ values: [String?]) -> ByteBuffer {
    var text = step.method + " " + prefix + step.path.text(values, .path) + head
    for header in step.headers { text += header.name + ": " + header.value.text(values, .header) + "\r\n" }
    if let body = step.body {
      let body = body.text(values, .body)
      if !step.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
        text += "Content-Type: application/json\r\n"
      }
      text += "Content-Length: \(body.utf8.count)\r\n\r\n" + body
    } else {
      text += (Self.isBare(step.method) ? "" : noBody) + "\r\n"
    }
    return allocator.buffer(string: text)
  }
}

extension JourneyStep {
  /// Whether all sessions send the same bytes.
  var isFixed: Bool {
    path.slots.isEmpty && body?.slots.isEmpty ?? true && headers.allSatisfy { $0.value.slots.isEmpty }
  }

  /// What the plan's digest knows of the request: values that answers give are written as their slots.
  func mix(into digest: inout LoadDigest, _ values: [String?]) {
    digest.mix(method)
    digest.mix(path.text(values, .path))
    for header in headers {
      digest.mix(header.name)
      digest.mix(header.value.text(values, .header))
    }
    digest.mix(body?.text(values, .body) ?? "")
  }
}

/// A fingerprint of (intended start, request): equal for equal plans on every machine.
struct LoadDigest: Hashable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func mix(_ word: UInt64) {
    let mixed = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
    value = mixed ^ mixed >> 29
  }

  /// FNV-1a of the text, and its length.
  mutating func mix(_ text: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    mix(hash)
    mix(UInt64(text.utf8.count))
  }
}
