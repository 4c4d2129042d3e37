// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "doorstep", path: "..")],
  targets: [
    .target(name: "CReference", cSettings: [.unsafeFlags(["-O3"])], linkerSettings: [.linkedLibrary("zstd")]),
    .executableTarget(
      name: "bench",
      dependencies: [
        "CReference", .product(name: "Kernel", package: "doorstep"),
        .product(name: "TraceFormat", package: "doorstep"), .product(name: "Scenario", package: "doorstep"),
        .product(name: "Logistics", package: "doorstep"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)]),
  ],
  swiftLanguageModes: [.v6]
)
