import Foundation

/// The reference packs that come with Doorstep: `include: [pack:defaults]`.
enum Packs {
  /// The names of all packs.
  static var names: [String] {
    let files = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }

  /// The file of a pack; nil when there is none of that name.
  static func path(of name: String) -> String? {
    guard names.contains(name), let folder else { return nil }
    return folder + "/\(name).yaml"
  }

  /// The folder beside the executable, or the one that the build recorded.
  private static let folder: String? = {
    let beside = Bundle.main.bundleURL.appendingPathComponent("doorstep_Scenario.resources/Packs").path
    if FileManager.default.fileExists(atPath: beside) { return beside }
    return Bundle.module.url(forResource: "Packs", withExtension: nil)?.path
  }()
}
