import Foundation
import Logistics
import Reporting
import Scenario

/// The JSON that a placement program reads, and the one that it answers.
struct PlacementExchange {
  let request: PlacementRequest

  /// One object: nodes, SKUs, forecasts and costs. Money is in major units of `currency`.
  var question: String {
    let digits = CurrencyCode(request.currency)?.decimals ?? 2
    func money(_ minor: Int64) -> JSONValue { .money(minor: minor, digits: digits) }
    let document: JSONValue = [
      "schema": .integer(1), "scenario": .string(request.scenario), "seed": .digits(String(request.seed)),
      "currency": .string(request.currency),
      "nodes": .array(of: request.nodes) { node in
        [
          "name": .string(node.name), "country": .string(node.country), "forward": .bool(node.isForward),
          "opening": money(node.openingMinor), "capacity": node.capacity.map { .integer(Int($0)) } ?? .null,
        ]
      },
      "skus": .array(of: request.skus) { sku in
        [
          "name": .string(sku.name), "units": .integer(Int(sku.units)), "overage": money(sku.overageMinor),
          "zones": .array(of: sku.zones) { zone in
            [
              "name": .string(zone.name), "mean": .number(zone.mean), "cv": .number(zone.cv),
              "margin": money(zone.marginMinor),
            ]
          },
          "landed_cost": .object(of: Array(zip(request.nodes, sku.landedMinor))) { node, costs in
            (
              node.name,
              .object(of: Array(zip(sku.zones, costs))) { ($0.name, $1.map { money($0) } ?? .null) }
            )
          },
        ]
      },
    ]
    return document.text()
  }

  /// Reads `{"allocation": {NODE: {SKU: UNITS}}}` and says it as settings of the scenario, one per node.
  ///
  /// - Throws: `Diagnostics` with everything that is wrong with the answer.
  func overrides(answer: Data) throws(Diagnostics) -> [String] {
    var problems = Diagnostics()
    let program = request.words[0]
    guard let document = try? JSONSerialization.jsonObject(with: answer) as? [String: Any],
      let allocation = document["allocation"] as? [String: Any]
    else {
      let text = String(decoding: answer.prefix(60), as: UTF8.self).split(separator: "\n").first ?? ""
      problems.error(
        at: request.mark, "\"\(program)\" answered no JSON allocation: \"\(text)\"",
        help: #"print one object, for example {"allocation": {"leipzig": {"tour-tee": 500}}}"#)
      throw problems
    }
    var units = request.nodes.map { _ in [String: Int64]() }
    for name in allocation.keys.sorted() {
      guard let node = request.nodes.firstIndex(where: { $0.name == name }) else {
        problems.error(
          at: request.mark, "\"\(program)\" placed units at \"\(name)\", which is no node with stock",
          help: "the nodes are \(request.nodes.map(\.name).joined(separator: ", "))")
        continue
      }
      read(allocation[name] as? [String: Any] ?? [:], name, into: &units[node], &problems)
    }
    check(units, &problems)
    try problems.check()
    return zip(request.nodes, units).map { node, units in
      let entries = request.skus.map { "\(JSONValue.string($0.name).line()): \(units[$0.name] ?? 0)" }
      return "nodes.\(node.name).placed={\(entries.joined(separator: ", "))}"
    }
  }

  private func read(
    _ entries: [String: Any], _ node: String, into units: inout [String: Int64], _ problems: inout Diagnostics
  ) {
    let program = request.words[0]
    for name in entries.keys.sorted() {
      guard request.skus.contains(where: { $0.name == name }) else {
        problems.error(
          at: request.mark, "\"\(program)\" placed \"\(name)\" at \(node), which is not a SKU",
          help: "the SKUs are \(request.skus.map(\.name).joined(separator: ", "))")
        continue
      }
      let number = entries[name] as? NSNumber
      guard let value = number?.doubleValue, value == value.rounded(), abs(value) < 1e15 else {
        problems.error(
          at: request.mark, "\"\(program)\" placed no whole number of \(name) at \(node)",
          help: "units are whole numbers, such as 500")
        continue
      }
      if value < 0 {
        problems.error(
          at: request.mark, "\"\(program)\" placed \(Int64(value)) units of \(name) at \(node)",
          help: "leave out what stays at the origins")
      }
      units[name] = Int64(value)
    }
  }

  private func check(_ units: [[String: Int64]], _ problems: inout Diagnostics) {
    for sku in request.skus {
      let total = units.reduce(Int64(0)) { $0 + ($1[sku.name] ?? 0) }
      if total > sku.units {
        problems.error(
          at: request.mark,
          "\"\(request.words[0])\" placed \(total) units of \(sku.name), but only \(sku.units) are bought",
          help: "place at most placement.units; what is left stays at the origins")
      }
    }
  }
}
