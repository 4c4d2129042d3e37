import Reporting

/// A page of help that belongs to no single verb.
struct Topic {
  /// What to type after `doorstep help`.
  let name: String
  /// What it is about.
  let abstract: String
  /// The page.
  let text: () -> String

  /// All topics.
  static var all: [Topic] { [exitCodes, overrides, formats, reproducing] }

  private static var exitCodes: Topic {
    Topic(name: "exit-codes", abstract: "what the exit codes mean") {
      var table = Table([.number("code"), .text("name"), .text("meaning")])
      for code in ExitCode.allCases { table.add(String(code.rawValue), code.name, code.meaning) }
      return "Exit codes stay as they are. When several apply, the order is 4, 10, 11, 12, 2, 130, 5, 99, 13.\n\n"
        + table.text()
    }
  }

  private static var overrides: Topic {
    Topic(name: "overrides", abstract: "how --set changes a scenario") {
      """
      --set path=value changes one value of the scenario, with its unit, before it is checked. It may be repeated; the
      last one wins. The path is the one that `doorstep explain` knows, with names in place of the braces.

        $ doorstep run my-drop.yaml --set scale.demand=0.1 --set 'end=2026-11-29T00:00:00Z'
        $ doorstep explain scale.demand

      Overrides are part of the resolved scenario and of its hash.

      """
    }
  }

  private static var formats: Topic {
    Topic(name: "formats", abstract: "what --format prints") {
      """
      text   aligned tables for people
      json   one object with "schema": 1; keys are only added under the same number, money is in major units,
             and keys with a unit end in it: wall_s, click_to_door_p50_h, peak_rss_bytes
      csv    one row per figure: scope, name, metric, value; money is in minor units
      md     the text tables in Markdown

      """
    }
  }

  private static var reproducing: Topic {
    Topic(name: "reproducing", abstract: "how the same run comes back") {
      """
      A scenario and a seed give the same fingerprint and the same trace bytes, whatever the number of threads. The
      first line of a run names version, scenario hash, seed and threads; the last line of a failure is the command that
      makes it come back. A trace holds its scenario and seed: `doorstep replay --verify FILE` runs it again and compares
      record by record.

      """
    }
  }
}
