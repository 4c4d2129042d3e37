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
  static let folder: String? = {
    let beside = Bundle.main.bundleURL.appendingPathComponent("doorstep_Scenario.resources/Packs").path
    if FileManager.default.fileExists(atPath: beside) { return beside }
    return Bundle.module.url(forResource: "Packs", withExtension: nil)?.path
  }()
}

/// The provider manifests that come with Doorstep: invented firms, illustrative figures.
public enum ManifestPack {
  /// The paths of the files, by name; empty when the resources are missing.
  public static var files: [String] { Packs.folder.map { files(in: $0 + "/providers") ?? [] } ?? [] }

  /// The paths of the YAML files of a folder, by name; nil when it cannot be read.
  public static func files(in folder: String) -> [String]? {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return nil }
    return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().map { folder + "/" + $0 }
  }
}
