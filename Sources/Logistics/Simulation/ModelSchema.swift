public import Scenario

/// All fields a scenario may have: one list, department by department.
public enum ModelSchema {
  /// The schema that scenarios are read with.
  public static let schema = ScenarioSchema(
    [NetworkFields.group, RecordFields.group, InventoryFields.group, FulfilmentFields.group, WarehouseFields.group]
      + CarrierFields.groups)
}
