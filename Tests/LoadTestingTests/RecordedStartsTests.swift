import Kernel
import LoadTesting
import Testing

@Suite("Recorded traffic") struct RecordedStartsTests {
  private func offsets(_ source: RecordedStarts) throws -> [Int64] {
    var stream: any StartStream = source.starts()
    var offsets: [Int64] = []
    while let start = try stream.next() { offsets.append(start.offset_ns) }
    return offsets
  }

  @Test("Common and combined logs keep gaps across zones, are sorted, and count in equals count out")
  func logs() throws {
    let text = """
      10.0.0.1 - - [10/Oct/2026:13:55:36 -0700] "GET /b?x=1 HTTP/1.0" 200 2326
      10.0.0.1 - ann [10/Oct/2026:20:55:34 +0000] "POST /a HTTP/1.1" 201 5 "http://ref" "agent \\"x\\""
      10.0.0.1 - - [10/Oct/2026:20:55:36 +0000] "\\x16\\x03" 400 0
      10.0.0.1 - - [10/Oct/2026:22:56:36 +0200] "GET /c HTTP/1.1" 200 1

      """
    let source = try RecordedStarts(text)
    #expect(source.requests.map(\.path) == ["/a", "/b?x=1", "/c"])
    #expect(source.requests.map(\.method) == ["POST", "GET", "GET"])
    #expect(source.lines == 4 && source.leftOut == [3] && source.requests.count + source.leftOut.count == source.lines)
    #expect(try offsets(source) == [0, 2_000_000_000, 62_000_000_000])
    #expect(try offsets(RecordedStarts(text, speed: 2, longestGap: .seconds(5))) == [0, 1_000_000_000, 6_000_000_000])
  }

  @Test("A CSV of instants or seconds keeps the order of equal ones")
  func csv() throws {
    let source = try RecordedStarts(
      "time,request\n2026-11-27T18:00:01Z,\"GET /b\"\n2026-11-27T18:00:01Z,/c\n2026-11-27T18:00:00.5Z,/a\n")
    #expect(source.requests.map(\.path) == ["/a", "/b", "/c"])
    #expect(try offsets(source) == [0, 500_000_000, 500_000_000])
    let more = try RecordedStarts("request,time,status\n\"GET /b,1\",2,200\nHEAD /c,3,404\n4,/d,9\n")
    #expect(more.requests.map(\.path) == ["/b,1", "/c"] && more.requests[1].method == "HEAD" && more.leftOut == [4])
    #expect(try RecordedStarts("1,/a,b\n2,OPTIONS /c\n").requests.map(\.path) == ["/a,b", "/c"])
    #expect(throws: LoadError.self) { try RecordedStarts("nothing\n") }
    #expect(throws: LoadError.self) { try RecordedStarts("1,/a\n", speed: 0) }
  }
}
