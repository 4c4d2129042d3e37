internal import Logistics
public import Scenario

/// The fields of a study file, and the schema that they make.
public enum StudySchema {
  /// All fields that a study may have.
  public static let schema = ScenarioSchema(
    [StudyFields.group, StudyFields.variation, StudyFields.precision], of: "study")

  /// The reference page of study files.
  public static func referenceMarkdown() -> String { schema.referenceMarkdown(introduction: introduction) }

  private static let introduction = """
    # Study reference

    Generated from the declarations of the fields. A study runs a scenario at every point of a design; see the
    [guide](../guide/studies.md).

    - `name{}` is a map whose keys are your names. A field without a default must be written.
    - `include: FILE` lays the study over another file; sections and named entries merge, values and lists replace.
    - Any value may carry `source`, `as_of` and `note`: `{ value: 30, source: "assumption" }`.

    """
}

enum StudyFields {
  static let scenario = Field<FilePath>("scenario", since: "0.1", "The scenario that runs, relative to the study file.")
  static let seed = Field<Int64?>(
    "seed", default: nil, in: 0..., since: "0.1",
    "The seed of all runs; the scenario's own when left out. Every point has the same seed and the same replications: common random numbers."
  )
  static let set = Field<Keyed<String, Setting>>(
    "set", default: [:], since: "0.1",
    "Values of the scenario that all points have, by the path that `--set` takes.")
  static let metrics = Field<[MetricName]>(
    "metrics", default: ["orders.placed", "conversion", "late_share", "contribution"].map { MetricName(metric: $0) },
    since: "0.1", "What the study reports; `doorstep help thresholds` lists the metrics.")
  static let thresholds = Field<Keyed<MetricName, [MetricGate]>?>(
    "thresholds", default: nil, since: "0.1",
    "Gates that every point must pass, by where the 95 % interval over its replications lies. The scenario's own are for single runs and do not count."
  )
  static let group = FieldGroup(
    "Study", "What runs, and what is told about it.", fields: [scenario, seed, set, metrics, thresholds])

  static let path = Field<[String]>(
    "vary{}.path", since: "0.1",
    where: { $0.isEmpty ? "has no path" : nil },
    "The field of the scenario that varies, as `--set` names it, or a list of fields that take the same value.")
  static let values = Field<[Setting]>(
    "vary{}.values", since: "0.1", where: { $0.isEmpty ? "has no values" : nil },
    "The values it takes, with their units.")
  static let labels = Field<[String]>(
    "vary{}.labels", default: [], since: "0.1",
    "What reports call the values, one each; the values themselves when left out.")
  static let zip = Field<String?>(
    "vary{}.zip", default: nil, since: "0.1",
    "Variables with the same word here move together, first value with first value; all others are crossed.")
  static let keep = Field<[StudyConstraint]>(
    "keep", default: [], since: "0.1",
    "Only points for which all of this holds, such as `stations >= 2 * pickers`: variables, numbers with units, + - * / and a comparison."
  )
  static let variation = FieldGroup(
    "Design",
    "The points: every combination of the values, the last variable moving fastest. Without variables there is one point.",
    sections: [SectionRule("vary{}", "A variable by its name, in the order written.")],
    fields: [path, values, labels, zip, keep])

  static let replications = Field<Int?>(
    "replications", default: nil, in: 1...1_000_000, since: "0.1",
    "Replications of every point, 10 when left out. Not together with `until`.")
  static let until = Field<Keyed<MetricName, Double>?>(
    "until", default: nil, in: 0.0001...0.9999, since: "0.1",
    "Replicate a point until the 95 % interval of each of these metrics has at most this relative error, with Law's correction: half-width over estimate at most e / (1 + e)."
  )
  static let minimum = Field<Int>(
    "minReplications", default: 10, in: 2...1_000_000, since: "0.1", "The fewest replications with `until`.")
  static let maximum = Field<Int>(
    "maxReplications", default: 1_000, in: 2...1_000_000, since: "0.1",
    "The most replications with `until`; a point that reaches them says so.")
  static let precision = FieldGroup(
    "Replications",
    "How many runs each point has. The rule looks at replications in their order, in rounds that grow by a quarter, so that the set of runs depends on neither threads nor timing.",
    fields: [replications, until, minimum, maximum])
}
