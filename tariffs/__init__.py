"""Money: tariff tables as dated data, exact bills, figures for texts, comparison of bills, what-if. Decimal only."""

from .bill_forecast import BillForecast, TierForecast, forecast_bill, forecast_tier
from .billed_month import BilledMonth, Part
from .calculation import Calculation, Line, TariffReference
from .calculator import calculate
from .charging import ChargingOption, charging_options
from .comparison import BillComparison, compare_bills
from .decomposition import RESIDENTIAL
from .energy_forecast import EnergyForecast, Interval, forecast_energy
from .errors import InvalidInput, InvalidTable, TariffError
from .figures import Figure, figure, figure_keys, provinces_with
from .scenarios import (
    AddAppliance,
    AddElectricCar,
    AddHeatPump,
    Change,
    MoveShareToValley,
    MoveToValley,
    SwitchToTimeOfUse,
    WhatIf,
    what_if,
)
from .windows import valley_hours
from .yearly_scenarios import Case, YearlyWhatIf, what_if_of_all, what_if_over

__all__ = [
    "RESIDENTIAL",
    "AddAppliance",
    "AddElectricCar",
    "AddHeatPump",
    "BillComparison",
    "BillForecast",
    "BilledMonth",
    "Calculation",
    "Case",
    "Change",
    "ChargingOption",
    "EnergyForecast",
    "Figure",
    "Interval",
    "InvalidInput",
    "InvalidTable",
    "Line",
    "MoveShareToValley",
    "MoveToValley",
    "Part",
    "SwitchToTimeOfUse",
    "TariffError",
    "TariffReference",
    "TierForecast",
    "WhatIf",
    "YearlyWhatIf",
    "calculate",
    "charging_options",
    "compare_bills",
    "figure",
    "figure_keys",
    "forecast_bill",
    "forecast_energy",
    "forecast_tier",
    "provinces_with",
    "valley_hours",
    "what_if",
    "what_if_of_all",
    "what_if_over",
]
