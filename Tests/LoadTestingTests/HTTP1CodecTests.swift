import Kernel
import LoadTesting
import NIOCore
import Testing

@Suite struct HTTP1CodecTests {
  private static let answers: [(String, Answer)] = [
    ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", Answer(status: 200, bodyBytes: 3, keepsAlive: true)),
    ("HTTP/1.1 204 No Content\r\n\r\n", Answer(status: 204, bodyBytes: 0, keepsAlive: true)),
    (
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\ncontent-length:0\r\nConnection: Close\r\n\r\n",
      Answer(status: 404, bodyBytes: 0, keepsAlive: false)
    ),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nabcd\r\n2\r\nef\r\n0\r\nA: b\r\n\r\n",
      Answer(status: 200, bodyBytes: 6, keepsAlive: true)
    ),
  ]

  @Test("An answer is the same in one piece and byte by byte", arguments: answers)
  func pieces(text: String, expected: Answer) throws {
    var whole = ByteBuffer(string: text)
    var codec = HTTP1Codec()
    #expect(try codec.read(&whole) == expected)
    var slow = HTTP1Codec()
    var last: Answer?
    for byte in text.utf8 {
      #expect(last == nil)
      var piece = ByteBuffer(bytes: [byte])
      last = try slow.read(&piece)
    }
    #expect(last == expected)
  }

  @Test("The end of the connection completes a body without a length, and nothing else")
  func ends() throws {
    var codec = HTTP1Codec()
    var bytes = ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\nabc")
    #expect(try codec.read(&bytes) == nil)
    #expect(codec.end() == Answer(status: 200, bodyBytes: 3, keepsAlive: false))
    codec.reset()
    var cut = ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
    #expect(try codec.read(&cut) == nil)
    #expect(codec.end() == nil)
  }

  @Test(
    "What is no answer is refused",
    arguments: [
      "SSH-2.0-x\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "HTTP/1.1 99 x\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n", "HTTP/1.1 200 OK\r\nnonsense\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "HTTP/1.1 200 OK\r\nA: " + String(repeating: "x", count: 70_000),
    ])
  func refused(text: String) {
    var codec = HTTP1Codec()
    var bytes = ByteBuffer(string: text)
    #expect(throws: WireError.self) { try codec.read(&bytes) }
  }

  @Test("The answer to a HEAD has no body, whatever its length says")
  func head() throws {
    var codec = HTTP1Codec()
    codec.hasNoBody = true
    var bytes = ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
    #expect(try codec.read(&bytes) == Answer(status: 200, bodyBytes: 0, keepsAlive: true))
    codec.reset()
    var next = ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab")
    #expect(try codec.read(&next) == Answer(status: 200, bodyBytes: 2, keepsAlive: true))
  }

  @Test("An answer cut off at any byte is not complete, and kept bodies are whole", arguments: answers)
  func truncated(text: String, expected: Answer) throws {
    let bytes = Array(text.utf8)
    for length in bytes.indices {
      var codec = HTTP1Codec()
      codec.keepsBody = true
      var piece = ByteBuffer(bytes: bytes[..<length])
      #expect(try codec.read(&piece) == nil && codec.end() == nil, "\(length)")
      var rest = ByteBuffer(bytes: bytes[length...])
      #expect(try codec.read(&rest) == expected && codec.body.count == expected.bodyBytes, "\(length)")
    }
  }

  @Test("Mutated answers are read or refused, whole and in pieces alike; none crashes or reads beyond itself")
  func mutated() {
    var stream = Streams(seed: 11)["mutations"][0]
    for round in 0..<3_000 {
      var bytes = Array(Self.answers[round % Self.answers.count].0.utf8)
      for _ in 0...stream.below(4) {
        let place = Int(stream.below(UInt64(bytes.count)))
        switch stream.below(3) {
        case 0: bytes[place] = UInt8(stream.below(256))
        case 1: bytes.remove(at: place)
        default: bytes.insert(contentsOf: bytes[place...].prefix(Int(stream.below(9))), at: place)
        }
        if bytes.isEmpty { bytes = [10] }
      }
      let whole = outcome(bytes, pieces: bytes.count)
      #expect(whole == outcome(bytes, pieces: 1 + Int(stream.below(7))), "\(bytes)")
      #expect(whole.left < bytes.count)
    }
  }

  private struct Outcome: Equatable {
    var answer: Answer?
    var isRefused = false
    var left = 0
  }

  /// What becomes of bytes that come in pieces of a size.
  private func outcome(_ bytes: [UInt8], pieces: Int) -> Outcome {
    var codec = HTTP1Codec()
    var rest = bytes[...]
    while !rest.isEmpty {
      var piece = ByteBuffer(bytes: rest.prefix(pieces))
      rest = rest.dropFirst(pieces)
      do {
        if let answer = try codec.read(&piece) {
          return Outcome(answer: answer, left: rest.count + piece.readableBytes)
        }
      } catch {
        return Outcome(isRefused: true)
      }
    }
    return Outcome(answer: codec.end())
  }

  @Test("A target is a host, a port and a path")
  func targets() throws {
    let target = try LoadTarget("http://127.0.0.1:8080/a?b=c")
    #expect(target.host == "127.0.0.1" && target.port == 8_080 && target.path == "/a?b=c" && target.isLoopback)
    let named = try LoadTarget("http://shop.example")
    #expect(named.port == 80 && named.path == "/" && !named.isLoopback)
    #expect(try LoadTarget("http://[::1]:81").isLoopback)
    #expect(try LoadTarget("http://localhost:81").isLoopback)
    for name in ["http://127.0.0.1.example", "http://127.example", "http://1270.0.0.1"] {
      #expect(try !LoadTarget(name).isLoopback, "\(name)")
    }
    for wrong in [
      "ftp://a", "http://", "https://", "http://a:0", "http://a:x", "http://a/\r\nX: y", "http://127.0.0.1@a/",
    ] {
      #expect(throws: LoadError.self, "\(wrong)") { try LoadTarget(wrong) }
    }
  }

  @Test("Caps refuse before anything is planned")
  func caps() throws {
    #expect(throws: LoadError.self) { try LoadLimits().check(.constant(120_000, for: .seconds(1))) }
    #expect(throws: LoadError.self) { try LoadLimits().check(.constant(1, for: .hours(2))) }
    #expect(throws: LoadError.self) { try LoadLimits().check(.constant(40_000, for: .minutes(5))) }
    try LoadLimits().check(.constant(10_000, for: .minutes(1)))
  }
}
