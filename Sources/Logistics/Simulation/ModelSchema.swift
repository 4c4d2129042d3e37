public import Scenario

/// All fields a scenario may have: one list, department by department.
public enum ModelSchema {
  /// The schema that scenarios are read with.
  public static let schema = ScenarioSchema(
    [NetworkFields.group, RecordFields.group] + DemandFields.groups + StorefrontFields.groups + ComplianceFields.groups
      + [
        InventoryFields.group, ReplenishmentFields.group, RecordLayerFields.group, TransferFields.group,
        FulfilmentFields.group, WarehouseFields.group, CarrierFields.group,
      ]
      + [
        CustomsFields.group, RegimeFields.group, DoorstepFields.group, LedgerFields.group, ProviderFields.group,
        ThresholdFields.group, DisruptionFields.group, ContactFields.group, OpinionFields.group,
      ])
}
