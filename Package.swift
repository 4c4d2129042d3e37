// swift-tools-version: 6.2
import PackageDescription

// The targets stand in the order of the layers: each imports only what stands above it (Tests/TidyTests holds the table).

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

/// A region, and a load's sender, is touched by one thread at a time; debug builds and tests keep Swift's checks that nothing overlaps.
let uncheckedExclusivity = SwiftSetting.unsafeFlags(
  ["-enforce-exclusivity=unchecked"], .when(configuration: .release))

/// The simulator is optimised in debug builds, too, so that tests take a fifth of the time; assertions stay. Packages that
/// depend on this one get none of it, for SwiftPM refuses unsafe flags there (docs/decisions/0008).
let isDependency = Context.packageDirectory.contains("/checkouts/")
let isUnoptimised = isDependency || Context.environment["DOORSTEP_SANITIZE"] == "address"
let quick: [SwiftSetting] =
  isUnoptimised ? [] : [.unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// jemalloc replaces malloc in the whole process; sanitizer builds bring their own allocator and turn the trait off.
let jemalloc = Target.Dependency.target(name: "CJemalloc", condition: .when(traits: ["Jemalloc"]))

let package = Package(
  name: "doorstep",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Kernel", targets: ["Kernel"]),
    .library(name: "TraceFormat", targets: ["TraceFormat"]),
    .library(name: "Scenario", targets: ["Scenario"]),
    .library(name: "Logistics", targets: ["Logistics"]),
    .executable(name: "doorstep", targets: ["doorstep"]),
  ],
  traits: [
    .trait(name: "Jemalloc", description: "Link jemalloc in place of the system's allocator."),
    .default(enabledTraits: ["Jemalloc"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CJemalloc", pkgConfig: "jemalloc", providers: [.apt(["libjemalloc-dev"])]),
    .target(name: "Kernel", swiftSettings: strict + quick, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "TraceFormat", dependencies: ["CZstd"], swiftSettings: strict + quick),
    .target(
      name: "Scenario", dependencies: ["Kernel", yams], resources: [.copy("Packs")], swiftSettings: strict + quick),
    .target(
      name: "Logistics", dependencies: ["Kernel", "TraceFormat", "Scenario"],
      swiftSettings: strict + [uncheckedExclusivity] + quick),
    .target(name: "Planning", dependencies: ["Kernel"], swiftSettings: strict),
    .target(
      name: "Experiments", dependencies: ["Kernel", "TraceFormat", "Scenario", "Logistics", "Planning", grdb],
      swiftSettings: strict),
    .target(
      name: "LoadTesting",
      dependencies: ["Kernel", "TraceFormat", histogram, nioCore, nioPosix, nioSSL, nioTLS, grdb, yams],
      swiftSettings: strict + [uncheckedExclusivity]),
    .target(
      name: "Reporting", dependencies: ["Kernel", "Scenario", "Logistics", "Planning", "Experiments"],
      swiftSettings: strict),
    .target(
      name: "Dashboard",
      dependencies: ["Kernel", "Logistics", "LoadTesting", "Reporting", grdb, hummingbird, logging, nioCore],
      swiftSettings: strict),
    .executableTarget(
      name: "doorstep",
      dependencies: [
        "Kernel", "TraceFormat", "Scenario", "Logistics", "Planning", "Experiments", "LoadTesting", "Reporting",
        "Dashboard", argumentParser, histogram, jemalloc,
      ],
      swiftSettings: strict),

    .target(name: "TestSupport", dependencies: ["Scenario"], path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "KernelTests", dependencies: ["Kernel", jemalloc], swiftSettings: strict),
    .testTarget(name: "TraceFormatTests", dependencies: ["TraceFormat"], swiftSettings: strict),
    .testTarget(
      name: "ScenarioTests", dependencies: ["Scenario", "Kernel", "TestSupport"], exclude: ["Broken", "Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "LogisticsTests", dependencies: ["Logistics", "Kernel", "Scenario", "TraceFormat", "TestSupport"],
      exclude: ["Scenario/Broken"], swiftSettings: strict),
    .testTarget(name: "PlanningTests", dependencies: ["Planning", "Kernel"], swiftSettings: strict),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "Kernel", "Scenario", "Logistics", "Planning", "TestSupport", grdb,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "LoadTestingTests",
      dependencies: ["LoadTesting", "Kernel", "TraceFormat", histogram, nioCore, nioPosix, nioSSL],
      exclude: ["Certificates"], swiftSettings: strict),
    .testTarget(
      name: "DashboardTests", dependencies: ["Dashboard", "Kernel", "LoadTesting", "Logistics", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting", "Logistics"], exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["doorstep", "TraceFormat", grdb], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// `tools/test --sanitize` builds the kernel, the trace and their tests once more per sanitizer, and nothing else.
if Context.environment["DOORSTEP_SANITIZE"] != nil {
  let sanitized = ["CJemalloc", "CZstd", "Kernel", "TraceFormat", "KernelTests", "TraceFormatTests"]
  package.targets.removeAll { !sanitized.contains($0.name) }
  package.products.removeAll { !sanitized.contains($0.name) }
  package.dependencies = []
}
