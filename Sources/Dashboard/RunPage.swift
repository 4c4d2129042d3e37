public import Logistics
internal import Reporting

/// A run as one HTML page that needs nothing else: the picture, the headline figures, and tables that sort by a click.
public func runPage(_ run: RunResult) -> String {
  """
  <!doctype html>
  <html lang="en">
  <head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>\(escaped(run.identity.scenarioName)) · Doorstep</title>
  <style>
  \(style)
  </style>
  </head>
  <body>
  <h1>\(escaped(run.identity.scenarioName))</h1>
  <figure>
  \(runPicture(run))</figure>
  \(htmlSummary(run))<script>
  \(script)
  </script>
  </body>
  </html>

  """
}

private let style = """
  body { font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; color: #222;
    max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
  figure { margin: 0; } figure svg { max-width: 100%; height: auto; }
  table { border-collapse: collapse; } th, td { padding: .25rem .75rem; text-align: left; white-space: nowrap; }
  th { border-bottom: 1px solid #999; cursor: pointer; } tbody tr:nth-child(even) { background: #f5f5f5; }
  .number { text-align: right; font-variant-numeric: tabular-nums; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { font-weight: 600; } dd { margin: 0; }
  """

/// Sorts a table by the column whose heading is clicked: numbers as numbers, the other way round at the second click.
private let script = """
  document.querySelectorAll("th").forEach(function (head) {
    head.addEventListener("click", function () {
      var column = head.cellIndex, body = head.closest("table").tBodies[0], rows = Array.from(body.rows);
      var falling = head.dataset.falling = head.dataset.falling === "yes" ? "no" : "yes";
      function key(row) {
        var text = row.cells[column].textContent, number = parseFloat(text.replace(/,/g, ""));
        return isNaN(number) ? text : number;
      }
      rows.sort(function (a, b) {
        var x = key(a), y = key(b);
        var order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
        return falling === "yes" ? -order : order;
      });
      rows.forEach(function (row) { body.appendChild(row); });
    });
  });
  """
