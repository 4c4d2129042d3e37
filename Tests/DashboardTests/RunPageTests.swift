import Dashboard
import Foundation
import Logistics
import Testing

@Suite("The page of a run")
struct RunPageTests {
  private func sample() -> RunResult {
    var run = RunResult()
    run.identity.scenarioName = "socks & <shoes>"
    run.visits = 1_234_567
    return run
  }

  @Test("stands alone: no address outside it, and every text escaped")
  func standsAlone() {
    let page = runPage(sample())
    #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("<h1>socks &amp; &lt;shoes&gt;</h1>") && !page.contains("<shoes>"))
    #expect(page.contains("1,234,567 visits") && page.contains("<svg"))
    let addresses = page.components(separatedBy: "http").dropFirst().map { String($0.prefix(24)) }
    #expect(addresses.allSatisfy { $0.hasPrefix("://www.w3.org/2000/svg") }, "\(addresses)")
    for tag in ["src=", "href=", "@import", "url("] { #expect(!page.contains(tag)) }
  }

  @Test("is well-formed where it shows figures: the tags of its tables and lists balance")
  func balanced() {
    let page = runPage(sample())
    for tag in ["table", "thead", "tbody", "tr", "dl", "dt", "dd", "figure", "h2", "svg"] {
      let opened = page.components(separatedBy: "<\(tag)>").count + page.components(separatedBy: "<\(tag) ").count - 2
      #expect(opened == page.components(separatedBy: "</\(tag)>").count - 1, "\(tag)")
    }
  }
}
