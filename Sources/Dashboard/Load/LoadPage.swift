public import LoadTesting
internal import Reporting

/// A load by seconds as one HTML page that needs nothing else: what was sent and came back, response times, the backlog.
public struct LoadPage: Sendable {
  /// Where the load goes.
  public var title: String
  /// Requests of the plan.
  public var planned: Int
  /// Where a page that is watched asks for the seconds, every second; nil for a load that has ended.
  public var source: String?

  /// A page.
  public init(title: String, planned: Int, source: String? = nil) {
    (self.title, self.planned, self.source) = (title, planned, source)
  }

  /// The page with the seconds so far.
  public func html(_ timeline: [LoadSecond]) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Load · \(escaped(title))</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <h1>Load on \(escaped(title))</h1>
    <dl id="figures"></dl>
    <h2>Requests a second</h2><div id="rate" class="chart"></div>
    <h2>Response time from the intended start, ms</h2><div id="time" class="chart"></div>
    <h2>Requests that are due and wait for a connection</h2><div id="backlog" class="chart"></div>
    <script>
    "use strict";
    const planned = \(planned), source = \(source.map { "\"\($0)\"" } ?? "null");
    let seconds = \(Self.json(timeline));
    \(Self.script)
    </script>
    </body>
    </html>

    """
  }

  /// The seconds as rows `[second, sent, answered, failed, backlog, p50, p99, max]`, times in milliseconds.
  public static func json(_ timeline: [LoadSecond]) -> String {
    let rows = timeline.map { second in
      let times = second.response_ns.map { [$0.median, $0.p99, $0.longest].map { fixed(Double($0) / 1e6, 3) } }
      let counts = [second.second, second.sent, second.answered, second.failed, second.backlog].map(String.init)
      return "[" + (counts + (times ?? ["null", "null", "null"])).joined(separator: ",") + "]"
    }
    return "[" + rows.joined(separator: ",") + "]"
  }

  private static let style = """
    body { font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; color: #222;
      max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.5rem; } h2 { font-size: 1rem; margin: 1.5rem 0 .25rem; font-weight: 600; }
    dl { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 0; } dt { color: #666; font-size: .85rem; }
    dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
    .chart svg { display: block; width: 100%; height: auto; } .chart text { font-size: 11px; fill: #666; }
    .chart .grid { stroke: #ddd; } .chart polyline { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
    """

  /// Draws lines over seconds: an axis with round ticks from 0, names at the lines' ends, a gap where there is no figure.
  private static let script = """
    const width = 900, height = 170, left = 58, right = 92, top = 8, bottom = 20;
    function step(most) {
      const power = Math.pow(10, Math.floor(Math.log10(most / 4))), ratio = most / 4 / power;
      return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
    }
    function chart(id, lines) {
      const shown = lines.filter(line => !line.hides || seconds.some(row => row[line.column] > 0));
      const values = shown.flatMap(line => seconds.map(row => row[line.column])).filter(value => value !== null);
      const most = Math.max(lines[0].least || 1e-3, ...values), tick = step(most), last = Math.max(1, seconds.length - 1);
      const scale = Math.ceil(most / tick) * tick;
      const x = place => left + (width - left - right) * place / last;
      const y = value => top + (height - top - bottom) * (1 - value / scale);
      let svg = "";
      for (let value = 0; value <= scale * 1.0001; value += tick) {
        svg += `<line class="grid" x1="${left}" x2="${width - right}" y1="${y(value)}" y2="${y(value)}"/>`
          + `<text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${+value.toPrecision(6)}</text>`;
      }
      for (let at = 0, every = Math.max(1, step(last)); at <= last; at += every) {
        svg += `<text x="${x(at)}" y="${height - 5}" text-anchor="middle">${at} s</text>`;
      }
      const labels = [];
      for (const line of shown) {
        let part = [], end = null;
        const draw = () => { if (part.length) svg += `<polyline stroke="${line.color}" points="${part.join(" ")}"/>`; part = []; };
        seconds.forEach((row, place) => {
          const value = row[line.column];
          if (value === null) return draw();
          part.push(x(place).toFixed(1) + "," + y(value).toFixed(1));
          end = y(value);
        });
        draw();
        if (end !== null) labels.push({ line, at: end });
      }
      let lowest = height - bottom;
      labels.sort((a, b) => b.at - a.at).forEach(label => {
        label.at = Math.min(label.at, lowest);
        lowest = label.at - 13;
        svg += `<text x="${width - right + 6}" y="${label.at + 4}" style="fill:${label.line.color}">${label.line.name}</text>`;
      });
      document.getElementById(id).innerHTML =
        `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${shown.map(line => line.name).join(", ")} by second">${svg}</svg>`;
    }
    function draw() {
      const sum = column => seconds.reduce((total, row) => total + row[column], 0);
      const figures = { planned, sent: sum(1), answered: sum(2), failed: sum(3), seconds: seconds.length };
      document.getElementById("figures").innerHTML = Object.entries(figures)
        .map(([name, value]) => `<div><dt>${name}</dt><dd>${value.toLocaleString("en")}</dd></div>`).join("");
      if (!seconds.length) return;
      chart("rate", [{ name: "sent", column: 1, color: "#999" }, { name: "answered", column: 2, color: "#1b6ca8" },
        { name: "failed", column: 3, color: "#c0392b", hides: true }]);
      chart("time", [{ name: "median", column: 5, color: "#1b6ca8", least: 1 }, { name: "99 %", column: 6, color: "#d08c00" },
        { name: "longest", column: 7, color: "#c0392b" }]);
      chart("backlog", [{ name: "backlog", column: 4, color: "#1b6ca8", least: 4 }]);
    }
    draw();
    if (source) {
      const timer = setInterval(async () => {
        try {
          const answer = await (await fetch(source, { cache: "no-store" })).json();
          seconds = answer.seconds;
          draw();
          if (answer.ended) clearInterval(timer);
        } catch { clearInterval(timer); document.title = "ended · " + document.title; }
      }, 1000);
    }
    """
}
