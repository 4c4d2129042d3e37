import Foundation
import Scenario
import Testing

@testable import Logistics

@Suite("The store of providers")
struct ProviderStoreTests {
  private func inFolder(_ texts: [String: String], _ body: ([String]) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "manifests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in texts {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    try body(try #require(ManifestPack.files(in: folder.path)))
  }

  private func manifest(_ name: String, _ more: String = "") -> String {
    """
    name: \(name)
    kind: post
    about: "a post"
    currency: USD
    integration: { cost: 10 USD, takes: 2 d }
    lanes:
      - { from: US, to: US, perParcel: 4 USD, perKilogram: 1 USD, allocation: 100, transit: 2 d, parcels: 180, onTime: 171 }
    \(more)
    """
  }

  @Test("all manifests that come with it load, say they are illustrative, and stand where their evidence puts them")
  func pack() throws {
    let store = try ProviderStore()
    #expect(store.listings.count >= 10 && Set(store.listings.map(\.manifest.kind)).count == 8)
    #expect(store.listings.allSatisfy { $0.manifest.source.contains("illustrative") })
    #expect(store.listings.map(\.diligence.score) == store.listings.map(\.diligence.score).sorted(by: >))
    func standing(_ name: String) -> [ProviderStatus] {
      store.find(name).map { [.candidate] + $0.history.map(\.to) } ?? []
    }
    #expect(standing("swiftline") == [.candidate, .pilot, .approved])
    #expect(standing("lastblock") == [.candidate, .pilot])
    #expect(standing("pampas-express") == [.candidate, .pilot, .approved, .probation])
    #expect(standing("dusk-couriers") == [.candidate, .pilot, .removed])
    #expect(standing("cutrate-cargo") == [.candidate, .candidate])
    #expect(store.find("cutrate-cargo")?.history.first?.evidence == "fails insurance, references")
  }

  @Test("beliefs are beta posteriors; a lane without evidence is believed like its provider, one with much like itself")
  func shrinkage() throws {
    let more = """
        - { from: DE, to: DE, perParcel: 4 USD, perKilogram: 1 USD, allocation: 100, transit: 2 d }
        - { from: GB, to: GB, perParcel: 4 USD, perKilogram: 1 USD, allocation: 100, transit: 2 d, parcels: 100000, onTime: 50000 }
      """
    try inFolder(["a.yaml": manifest("a", more)]) { files in
      let listing = try #require(try ProviderStore(files: files).find("a"))
      // Beta(19 + 50171, 1 + 50009).
      #expect(listing.reliability == BetaPosterior(alpha: 50_190, beta: 50_010))
      let own = listing.reliability.mean
      #expect(abs(listing.lanes[1].mean - own) < 1e-12)
      #expect(abs(listing.lanes[1].alpha + listing.lanes[1].beta - 20) < 1e-12)
      #expect(abs(listing.lanes[2].mean - 0.5) < 1e-4)
      // (20 m + 171) / 200, between the lane's own share and the provider's.
      #expect(abs(listing.lanes[0].mean - (20 * own + 171) / 200) < 1e-12)
      #expect(abs(listing.lanes[0].probability(above: listing.lanes[0].quantile(0.1)) - 0.9) < 1e-9)
    }
  }

  @Test("the posterior of the prior Beta(19, 1) after 180 good parcels of 200 has mean 0.9045")
  func posterior() {
    let belief = ProviderStore.prior.updated(successes: 180, failures: 20)
    #expect(belief == BetaPosterior(alpha: 199, beta: 21) && abs(belief.mean - 0.904545) < 1e-6)
  }

  @Test("all that is wrong with manifests is told at once, with file, line and column")
  func broken() throws {
    let broken = manifest(
      "Bad Name",
      "scorecards:\n  - { on: 2026-01-08, parcels: 5, onTime: 6 }\n  - { on: 2026-01-01, parcels: 5, onTime: 5 }")
    let texts = [
      "a.yaml": manifest("a"), "b.yaml": manifest("a"), "c.yaml": broken,
      "d.yaml": manifest("d", "colour: red").replacing("kind: post", with: "kind: pots"),
      "e.yaml": manifest("e").replacing("cost: 10 USD", with: "cost: 10 EUR").replacing(
        "onTime: 171", with: "onTime: 181"),
    ]
    try inFolder(texts) { files in
      do {
        _ = try ProviderStore(files: files)
        Issue.record("broken manifests were read")
      } catch let problems as Diagnostics {
        let lines = "\(problems)".split(separator: "\n").map(String.init).filter { !$0.hasPrefix("  ") }
        for expected in [
          "b.yaml:1:7: error: provider \"a\" is there twice", "c.yaml:1:7: error: name \"Bad Name\"",
          "c.yaml:9:43: error: onTime \"6\" is above parcels \"5\"",
          "c.yaml:10:11: error: scorecard \"2026-01-01\" is not after",
          "d.yaml:2:7: error: kind \"pots\"", "d.yaml:8:1: error: unknown field \"colour\"",
          "e.yaml:5:22: error: price \"10.00 EUR\" is not in USD", "error: onTime \"181\" is above parcels \"180\"",
        ] {
          #expect(lines.contains { $0.contains(expected) }, "\(expected) in \(lines)")
        }
      }
    }
  }
}
