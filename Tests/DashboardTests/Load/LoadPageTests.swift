import Dashboard
import Kernel
import LoadTesting
import Testing

@Suite("The page of a load") struct LoadPageTests {
  private var seconds: [LoadSecond] {
    var first = LoadSecond(second: 0)
    (first.sent, first.answered, first.failed, first.backlog) = (100, 98, 2, 7)
    first.response_ns = LoadSecond.Times(median: 1_234_567, p99: 20_000_000, longest: 31_000_000)
    return [first, LoadSecond(second: 1)]
  }

  @Test("A page holds its seconds, a second without an answer has no times, and names are escaped")
  func page() {
    #expect(LoadPage.json(seconds) == "[[0,100,98,2,7,1.235,20.000,31.000],[1,0,0,0,0,null,null,null]]")
    let html = LoadPage(title: "a<b", planned: 100).html(seconds)
    #expect(html.contains("a&lt;b") && !html.contains("a<b") && html.contains("source = null"))
    #expect(html.contains(LoadPage.json(seconds)))
  }

  @Test("A page that is watched shows the latest seconds, and says when the load has ended")
  func live() throws {
    let page = LivePage(title: "127.0.0.1:80", planned: 100)
    let port = try page.start(port: 0)
    defer { page.stop() }
    let request = SingleRequest(try LoadTarget("http://127.0.0.1:\(port)"))
    func ask(_ path: String) throws -> String { String(decoding: try request.get(path), as: UTF8.self) }
    #expect(try ask("/").contains("source = \"/seconds.json\""))
    #expect(try ask("/seconds.json") == "{\"ended\":false,\"seconds\":[]}")
    page.show(seconds)
    page.show([])
    #expect(try ask("/seconds.json") == "{\"ended\":false,\"seconds\":\(LoadPage.json(seconds))}")
    page.show(seconds, hasEnded: true)
    #expect(try ask("/seconds.json").hasPrefix("{\"ended\":true,"))
    #expect(throws: (any Error).self) { try LivePage(title: "", planned: 0).start(port: port) }
  }
}
