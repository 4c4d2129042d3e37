// swift-tools-version: 6.2
import PackageDescription

// The targets stand in the order of the layers: each imports only what stands above it (Tests/TidyTests holds the table).

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

/// jemalloc replaces malloc in the whole process; sanitizer builds bring their own allocator and turn the trait off.
let jemalloc = Target.Dependency.target(name: "CJemalloc", condition: .when(traits: ["Jemalloc"]))

let package = Package(
  name: "doorstep",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Kernel", targets: ["Kernel"]),
    .executable(name: "doorstep", targets: ["doorstep"]),
  ],
  traits: [
    .trait(name: "Jemalloc", description: "Link jemalloc in place of the system's allocator."),
    .default(enabledTraits: ["Jemalloc"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CJemalloc", pkgConfig: "jemalloc", providers: [.apt(["libjemalloc-dev"])]),
    .target(name: "Kernel", swiftSettings: strict),
    .target(name: "Logistics", dependencies: [], swiftSettings: strict),
    .target(name: "Experiments", dependencies: ["Logistics", grdb], swiftSettings: strict),
    .target(name: "Reporting", dependencies: ["Logistics", "Experiments"], swiftSettings: strict),
    .executableTarget(
      name: "doorstep",
      dependencies: ["Kernel", "Logistics", "Experiments", "Reporting", argumentParser, jemalloc],
      swiftSettings: strict),

    .testTarget(name: "ExperimentsTests", dependencies: ["Experiments", grdb], swiftSettings: strict),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting"], swiftSettings: strict),
    .testTarget(name: "CommandTests", dependencies: ["doorstep"], swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
