import Logistics
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
  static var all: [Topic] { [exitCodes, overrides, thresholds, formats, reproducing] }

  private static var exitCodes: Topic {
    Topic(name: "exit-codes", abstract: "what the exit codes mean") {
      var table = Table([.number("code"), .text("name"), .text("meaning")])
      for code in ExitCode.allCases { table.add(String(code.rawValue), code.name, code.meaning) }
      return
        "Exit codes stay as they are. When several apply, the order is \(ExitCode.precedence.dropLast().map { String($0.rawValue) }.joined(separator: ", ")).\n\n"
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

  private static var thresholds: Topic {
    Topic(name: "thresholds", abstract: "gates on the figures of a run, and their metrics") {
      var table = Table([.text("metric"), .text("tags"), .text("interval")])
      var seen: Set<String> = []
      for metric in Metric.all where seen.insert(metric.name).inserted {
        let tags = Metric.scopes(of: metric.name).map { $0 == .run ? "none" : $0.rawValue }
        table.add(metric.name, tags.joined(separator: ", "), metric.hasInterval ? "yes" : "–")
      }
      return """
        A scenario's thresholds decide the exit code: 0 when all pass, 99 when one fails, 13 when one is inconclusive, 5 when
        one had nothing to measure.

          thresholds:
            late_share{country:DE}: [upper<0.06]
            conversion: [value>=2 %, lower>1.5 %]

          $ doorstep run my-drop.yaml --threshold 'late_share{country:DE}: upper<0.06'

        value compares what the run measured. upper and lower compare an end of its 95 % interval: pass when the whole
        interval holds, fail when none of it does, inconclusive otherwise. One run has an interval for shares only: Wilson's,
        which covers the sampling of the run's own visits or orders as if they were independent. What they have in common
        shows between replications, not in one run. late_share is of the parcels delivered; promise_hit counts those that
        should have been delivered by the end as well, so gate it where parcels might get stuck. Money is in major units of the report's currency.


        """ + table.text()
    }
  }

  private static var formats: Topic {
    Topic(name: "formats", abstract: "what --format prints") {
      """
      text   aligned tables for people
      json   one object with "schema": 1; keys are only added under the same number, money is in major units,
             and keys with a unit end in it: wall_s, click_to_door_p50_h, peak_rss_bytes
      csv    one row per figure: scope, name, metric, value; the metrics have the names that thresholds know, and
             money is in major units
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
