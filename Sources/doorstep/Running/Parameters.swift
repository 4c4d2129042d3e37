import Experiments
import Scenario

/// The values a scenario gave, with their sources.
func parameters(of document: ScenarioDocument) -> [ParameterRow] {
  document.provenance.map { ParameterRow(path: $0.path, value: $0.value, source: $0.source, asOf: $0.asOf) }
}
