"""Money: tariff tables as dated data, exact bills, figures for texts, comparison of bills, what-if. Decimal only."""

from .bill_forecast import BillForecast, TierForecast, forecast_bill, forecast_tier
from .billed_month import BilledMonth, Part
from .calculation import Calculation, Line, TariffReference
from .calculator import calculate
from .comparison import BillComparison, compare_bills
from .energy_forecast import EnergyForecast, Interval, forecast_energy
from .errors import InvalidInput, InvalidTable, TariffError
from .figures import Figure, figure, figure_keys, provinces_with
from .scenarios import AddAppliance, MoveToValley, SwitchToTimeOfUse, WhatIf, what_if
from .windows import valley_hours

__all__ = [
    "AddAppliance",
    "BillComparison",
    "BillForecast",
    "BilledMonth",
    "Calculation",
    "EnergyForecast",
    "Figure",
    "Interval",
    "InvalidInput",
    "InvalidTable",
    "Line",
    "MoveToValley",
    "Part",
    "SwitchToTimeOfUse",
    "TariffError",
    "TariffReference",
    "TierForecast",
    "WhatIf",
    "calculate",
    "compare_bills",
    "figure",
    "figure_keys",
    "forecast_bill",
    "forecast_energy",
    "forecast_tier",
    "provinces_with",
    "valley_hours",
    "what_if",
]
