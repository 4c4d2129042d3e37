import Kernel
public import Scenario

/// What a program that places units is told: plain values, for whoever may start programs.
///
/// The model itself starts none. The command line asks the program, and its answer becomes part of the scenario: the fields
/// `nodes{}.placed`, and with them of the hash and of the header of a trace.
public struct PlacementRequest: Sendable {
  /// The program and its arguments.
  public var words: [String]
  /// How long it may take, in seconds.
  public var timeLimitSeconds: Double
  /// Where the scenario names it.
  public var mark: Mark
  /// The scenario's name, its seed, and the currency of all costs.
  public var scenario: String
  /// The scenario's own seed.
  public var seed: UInt64
  /// ISO code of the currency of all costs.
  public var currency: String
  /// Nodes that hold stock.
  public var nodes: [Node] = []
  /// SKUs of which units are bought.
  public var skus: [SKU] = []

  /// A node that units may be placed at.
  public struct Node: Sendable {
    /// Its name.
    public var name: String
    /// ISO code of its country.
    public var country: String
    /// Whether stock may be deployed forward here.
    public var isForward: Bool
    /// What opening it costs, minor units.
    public var openingMinor: Int64
    /// Units of one SKU it can hold; nil without a limit.
    public var capacity: Int64?
  }

  /// Units of one SKU to be placed.
  public struct SKU: Sendable {
    /// Its name.
    public var name: String
    /// Units bought.
    public var units: Int64
    /// What a unit costs that is left, minor units.
    public var overageMinor: Int64
    /// What is known of the customers.
    public var zones: [Zone]
    /// The landed cost of one unit by node of the request, then zone, minor units; nil where there is no way.
    public var landedMinor: [[Int64?]]
  }

  /// Customers of one SKU.
  public struct Zone: Sendable {
    /// The zone's name with its market: `US-east`.
    public var name: String
    /// Expected demand, units.
    public var mean: Double
    /// Its coefficient of variation.
    public var cv: Double
    /// What a sold unit brings above its cost, minor units.
    public var marginMinor: Int64
  }
}

extension Model {
  /// What to ask the scenario's placement program; nil where there is none, or its answer stands in the scenario.
  public var placementRequest: PlacementRequest? {
    guard let program = inventory.program else { return nil }
    var request = placementOutline
    request.words = program.words
    request.timeLimitSeconds = program.timeLimit.seconds
    request.mark = program.mark
    return request
  }

  /// Nodes, SKUs, landed costs and forecast of the scenario's placement, as a program would be asked; it names no program.
  private var placementOutline: PlacementRequest {
    var request = PlacementRequest(
      words: [], timeLimitSeconds: 0, mark: Mark(file: ""), scenario: name, seed: seed, currency: network.currency)
    let stocked = network.nodes.indices.filter { network.nodes[$0].holdsStock }
    for (place, asked) in inventory.placements.enumerated() {
      if place == 0 {
        request.nodes = stocked.map { node in
          PlacementRequest.Node(
            name: network.nodes[node].name, country: network.nodes[node].country,
            isForward: asked.nodes[node].isForward, openingMinor: asked.nodes[node].fixedCost,
            capacity: asked.nodes[node].capacity == .max ? nil : asked.nodes[node].capacity)
        }
      }
      let zones = asked.zones.indices.map { zone in
        PlacementRequest.Zone(
          name: asked.zones[zone].name, mean: asked.zones[zone].mean, cv: asked.zones[zone].cv,
          marginMinor: asked.margins[zone])
      }
      request.skus.append(
        PlacementRequest.SKU(
          name: asked.skuName, units: asked.units, overageMinor: asked.overage, zones: zones,
          landedMinor: stocked.map { asked.landedCosts[$0] }))
    }
    return request
  }
}
