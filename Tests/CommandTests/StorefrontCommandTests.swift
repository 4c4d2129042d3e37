import Foundation
import Testing

@Suite struct StorefrontCommandTests {
  /// A store of a scenario in a process of its own, and what asks it.
  private final class Store {
    let process = Process()
    var url = ""

    init(_ doorstep: Tool, _ arguments: [String]) throws {
      process.executableURL = Tool.binary
      process.currentDirectoryURL = doorstep.folder
      process.arguments = ["storefront", smoke, "--port", "0", "--quiet", "--for", "60s"] + arguments
      let out = Pipe()
      process.standardOutput = out
      try process.run()
      var text = Data()
      while !text.contains(10) {
        let more = out.fileHandleForReading.availableData
        if more.isEmpty { break }
        text += more
      }
      url = String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Status and body of a request on a connection of its own.
    func ask(_ method: String, _ path: String, _ body: String = "", key: String? = nil) throws -> (Int, String) {
      var head =
        "\(method) \(path) HTTP/1.1\\r\\nHost: store\\r\\nConnection: close\\r\\nContent-Length: \(body.utf8.count)\\r\\n"
      if let key { head += "Idempotency-Key: \(key)\\r\\n" }
      let port = url.split(separator: ":").last ?? ""
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/bash")
      shell.arguments = [
        "-c", "exec 3<>/dev/tcp/127.0.0.1/\(port); printf '\(head)\\r\\n%s' \"$0\" >&3; timeout 10 cat <&3", body,
      ]
      let out = Pipe()
      shell.standardOutput = out
      try shell.run()
      let text = String(decoding: try out.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      shell.waitUntilExit()
      let parts = text.components(separatedBy: "\r\n\r\n")
      return (Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0, parts.dropFirst().joined())
    }

    func stop() -> Int32 {
      process.terminate()
      process.waitUntilExit()
      return process.terminationStatus
    }
  }

  @Test("A customer buys, a second time with the same key gets the same order, and the audit is clean")
  func sale() throws {
    try withTool { doorstep in
      let store = try Store(doorstep, ["--stock", "2"])
      defer { _ = store.stop() }
      #expect(store.url.hasPrefix("http://127.0.0.1:"))
      #expect(try store.ask("GET", "/health") == (200, #"{"status":"ok"}"#))
      let products = try store.ask("GET", "/products?country=US")
      #expect(products.0 == 200 && products.1.contains(#""sku":"tee""#) && products.1.contains(#""available":true"#))
      #expect(try store.ask("POST", "/carts", #"{"country":"XX"}"#).0 == 400)
      #expect(try store.ask("POST", "/carts", #"{"country":"US"}"#) == (201, #"{"cart":"c-1"}"#))
      #expect(try store.ask("POST", "/carts/c-1/lines", #"{"sku":"nothing","quantity":1}"#).0 == 404)
      for odd in ["-1", "0", "1.5", "9223372036854775807", "99999999999999999999", "\"2\"", "null"] {
        #expect(try store.ask("POST", "/carts/c-1/lines", "{\"sku\":\"tee\",\"quantity\":\(odd)}").0 == 400, "\(odd)")
      }
      #expect(try store.ask("POST", "/carts", "not json").0 == 400 && store.ask("GET", "/%2e%2e/x").0 == 404)
      let lines = try store.ask("POST", "/carts/c-1/lines", #"{"sku":"tee","quantity":2}"#)
      #expect(lines == (200, #"{"cart":"c-1","lines":[{"quantity":2,"sku":"tee"}]}"#))
      #expect(try store.ask("POST", "/checkout", #"{"cart":"c-1"}"#, key: "k").0 == 410)
      #expect(try store.ask("POST", "/carts/c-1/reserve").0 == 200)
      #expect(try store.ask("POST", "/checkout", #"{"cart":"c-1"}"#).0 == 400)
      #expect(
        try store.ask("POST", "/checkout", #"{"cart":"c-1"}"#, key: "k") == (201, #"{"order":"o-1","status":"placed"}"#)
      )
      #expect(
        try store.ask("POST", "/checkout", #"{"cart":"c-1"}"#, key: "k") == (200, #"{"order":"o-1","status":"placed"}"#)
      )
      #expect(try store.ask("GET", "/orders/o-1").1.contains(#""country":"US""#))
      #expect(try store.ask("GET", "/orders/o-9").0 == 404)
      #expect(try store.ask("POST", "/carts", #"{"country":"US"}"#).1 == #"{"cart":"c-2"}"#)
      #expect(try store.ask("POST", "/carts/c-2/lines", #"{"sku":"tee","quantity":1}"#).0 == 200)
      #expect(try store.ask("POST", "/carts/c-2/reserve") == (409, #"{"error":"sold_out"}"#))
      #expect(try store.ask("POST", "/carts/c-2/lines", #"{"sku":"tee","quantity":1000}"#).0 == 409)
      let clean = try doorstep("audit", store.url, "--scenario", smoke)
      #expect(clean.code == 0 && clean.out == "1 orders of 2 units: clean\n", "\(clean.out)\(clean.err)")
      try doorstep.write("key,order\nk,o-1\nl,o-7\n", to: "told.csv")
      let lost = try doorstep("audit", store.url, "--acknowledged", "told.csv", "--format", "json")
      #expect(lost.code == 99 && lost.out.contains("order o-7 was acknowledged under key l and is not there"))
      let load = [
        "load", "--target", store.url + "/health", "--rate", "20", "--for", "0.2s", "--max-lag", "10s", "--quiet",
      ]
      #expect(try doorstep.run(load + ["--threshold", "failed_share<0.5"]).code == 0)
      let nobody = try doorstep.run(load + ["--threshold", "response_p99{step:pay}<1s"])
      #expect(nobody.code == 2 && nobody.err.contains("is on no step of the load"), "\(nobody.err)")
      #expect(store.stop() == 0)
    }
  }

  @Test("With lost updates more is sold than there is, and the audit finds it; errors are errors")
  func faults() throws {
    try withTool { doorstep in
      let store = try Store(doorstep, ["--stock", "1", "--fault", "lost-update=1", "--database", "s.sqlite"])
      for number in 1...3 {
        _ = try store.ask("POST", "/carts", #"{"country":"US"}"#)
        _ = try store.ask("POST", "/carts/c-\(number)/lines", #"{"sku":"tee","quantity":1}"#)
        #expect(try store.ask("POST", "/carts/c-\(number)/reserve").0 == 200)
        #expect(try store.ask("POST", "/checkout", "{\"cart\":\"c-\(number)\"}", key: "k\(number)").0 == 201)
      }
      let audit = try doorstep("audit", store.url)
      #expect(audit.code == 99 && audit.out.contains("oversold: 3 of tee ordered, 1 there were"), "\(audit.out)")
      _ = store.stop()
      #expect(try doorstep("audit", "s.sqlite").out == audit.out)
      // Another scenario's law says nothing of goods that it does not know, and does not pass them.
      let other = try doorstep(
        "audit", "s.sqlite", "--scenario", Tool.repository.appending(path: "scenarios/creator-drop.yaml").path)
      #expect(other.code == 99 && other.out.contains("tee, which the scenario does not offer in US"), "\(other.out)")
      let broken = try Store(doorstep, ["--fault", "error=1"])
      #expect(try broken.ask("GET", "/health") == (500, #"{"error":"fault"}"#))
      _ = broken.stop()
      #expect(try doorstep("audit", broken.url).code == 2)
    }
  }

  @Test(
    "A simulated crowd is replayed against the store: its books are clean, and with lost updates the check finds the oversell"
  )
  func crowd() throws {
    try withTool { doorstep in
      try doorstep.write(
        """
        journeys:
          look: { on: visit, steps: [{ name: browse, path: "/products?country={country}" }] }
          buy:
            on: order
            steps:
              - { name: cart, path: /carts, body: { country: "{country}" }, expect: 201, extract: { cart: cart } }
              - { name: lines, path: "/carts/{cart}/lines", body: { sku: "{sku}", quantity: 1 }, expect: 200 }
              - { name: reserve, method: POST, path: "/carts/{cart}/reserve", expect: 200, end: 409 }
              - { name: checkout, path: /checkout, headers: { Idempotency-Key: "{session}" }, body: { cart: "{cart}" }, expect: 201 }

        """, to: "quick.yaml")
      func load(_ store: Store) throws -> Outcome {
        try doorstep(
          "load", smoke, "--map", "quick.yaml", "--target", store.url, "--window",
          "2026-11-27T18:00:00Z..2026-11-27T18:30:00Z", "--speed",
          "900x",
          "--connections", "128", "--max-lag", "5s", "--check", "--out", "kept", "--quiet")
      }
      let honest = try Store(doorstep, ["--stock", "3"])
      let clean = try load(honest)
      #expect(clean.code == 0, "\(clean.err)")
      #expect(clean.out.contains("audit: 6 orders of 6 units: clean\n"), "\(clean.out)")
      #expect(String(decoding: try doorstep.bytes(of: "kept/junit.xml"), as: UTF8.self).contains("failures=\"0\""))
      _ = honest.stop()
      let forgetful = try Store(doorstep, ["--stock", "3", "--fault", "lost-update=0.6"])
      let oversold = try load(forgetful)
      #expect(oversold.code == 99 && oversold.out.contains("oversold: "), "\(oversold.out)")
      // What is kept says so, too: a CI job that reads JUnit or JSON sees it.
      let junit = String(decoding: try doorstep.bytes(of: "kept/junit.xml"), as: UTF8.self)
      #expect(
        junit.contains("name=\"audit\"") && junit.contains("type=\"oversold\"") && !junit.contains("failures=\"0\""))
      let summary = try #require(
        try JSONSerialization.jsonObject(with: Data(doorstep.bytes(of: "kept/summary.json"))) as? [String: Any])
      let audit = try #require(summary["audit"] as? [String: Any])
      #expect(audit["clean"] as? Bool == false && !(audit["violations"] as? [Any] ?? []).isEmpty)
      _ = forgetful.stop()
    }
  }

  @Test("What is sold follows the scenario's law: an answer of 451 names the rule")
  func law() throws {
    try withTool { doorstep in
      let rule = "rules={ no-tees: { effect: prohibit, markets: [DE], citation: test } }"
      let lint = try doorstep("lint", smoke, "--set", rule)
      try #require(lint.code == 0, "\(lint.err)")
      let store = try Store(doorstep, ["--set", rule])
      defer { _ = store.stop() }
      #expect(try store.ask("GET", "/products?country=DE").1 == #"{"products":[]}"#)
      #expect(try store.ask("GET", "/products/tee?country=DE") == (451, #"{"error":"prohibited","rule":"no-tees"}"#))
      _ = try store.ask("POST", "/carts", #"{"country":"DE"}"#)
      #expect(try store.ask("POST", "/carts/c-1/lines", #"{"sku":"tee","quantity":1}"#).0 == 451)
    }
  }

  @Test(
    "What cannot be served or audited says why, with its exit code",
    arguments: [
      (["storefront", "SMOKE", "--fault", "fire=1"], 2, "there is no fault \"fire\""),
      (["storefront", "nowhere.yaml"], 3, "there is no such file"),
      (["storefront", "SMOKE", "--day", "2026-13-45"], 2, "is no day of the run"),
      (["audit", "none.sqlite", "--scenario", smoke, "--day", "27/11/2026"], 2, "is no day of the run"),
      (["audit", "http://example.com/"], 2, "is not loopback"),
      (["audit", "ftp://x"], 2, "does not begin with http://"),
      (["audit", "none.sqlite"], 2, "there is no file"), (["audit", smoke], 2, "is no database of a store"),
    ] as [([String], Int32, String)])
  func failures(arguments: [String], code: Int32, message: String) throws {
    try withTool { doorstep in
      let outcome = try doorstep.run(arguments.map { $0 == "SMOKE" ? smoke : $0 })
      #expect(outcome.code == code && outcome.err.contains(message), "\(outcome.err)")
    }
  }
}
