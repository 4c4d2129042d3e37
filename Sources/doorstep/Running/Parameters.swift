import Experiments
import Scenario

/// All values of a scenario with their sources, as the results store keeps them.
func parameters(of document: ScenarioDocument) -> [ParameterRow] {
  document.parameters.map {
    ParameterRow(path: $0.path, value: $0.value, isWritten: $0.isWritten, source: $0.source, asOf: $0.asOf)
  }
}
