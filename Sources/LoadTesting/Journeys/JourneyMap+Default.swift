extension JourneyMap {
  /// The map for a store with a catalogue, carts, reservations and an idempotent checkout.
  public static let standardText = """
    # assumption: one visitor in four opens a product; think times are means of a few seconds
    countries: { US: 0.6, DE: 0.4 }
    journeys:
      glance:
        on: visit
        weight: 3
        steps:
          - { name: browse, path: "/products?country={country}" }
      look:
        on: visit
        weight: 1
        steps:
          - { name: browse, path: "/products?country={country}", extract: { sku: "products[?].sku" } }
          - { name: product, think: { mean: 4 s }, path: "/products/{sku}?country={country}", expect: 200, end: 451 }
      buy:
        on: order
        weight: 0.1
        steps:
          - { name: browse, path: "/products?country={country}", extract: { sku: "products[?].sku" } }
          - { name: product, think: { mean: 2 s }, path: "/products/{sku}?country={country}", expect: 200, end: 451 }
          - { name: cart, think: { mean: 2 s }, path: /carts, body: { country: "{country}" }, expect: 201, extract: { cart: cart } }
          - { name: lines, think: 100 ms, path: "/carts/{cart}/lines", body: { sku: "{sku}", quantity: 1 }, expect: 200, end: 451 }
          - { name: reserve, think: { mean: 1 s }, method: POST, path: "/carts/{cart}/reserve", expect: 200, end: 409 }
          - name: checkout
            think: { mean: 5 s }
            path: /checkout
            headers: { Idempotency-Key: "{session}" }
            body: { cart: "{cart}" }
            expect: [201, 200]
            end: [409, 410, 451]
            extract: { order: order }
          - { name: order, think: { mean: 1 s }, path: "/orders/{order}", expect: 200 }

    """

  /// The built-in map.
  public static let standard: JourneyMap = {
    guard let map = try? JourneyMap(yaml: standardText, file: "built-in") else {
      preconditionFailure("the built-in map is not valid")
    }
    return map
  }()
}
