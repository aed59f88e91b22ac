"""Money: tariff tables as dated data, exact bills, figures for texts, comparison of bills, what-if. Decimal only."""

from .billed_month import BilledMonth, Part
from .calculation import Calculation, Line, TariffReference
from .calculator import calculate
from .comparison import BillComparison, compare_bills
from .errors import InvalidInput, InvalidTable, TariffError
from .figures import Figure, figure, figure_keys, provinces_with
from .scenarios import AddAppliance, MoveToValley, SwitchToTimeOfUse, WhatIf, what_if
from .windows import valley_hours

__all__ = [
    "AddAppliance",
    "BillComparison",
    "BilledMonth",
    "Calculation",
    "Figure",
    "InvalidInput",
    "InvalidTable",
    "Line",
    "MoveToValley",
    "Part",
    "SwitchToTimeOfUse",
    "TariffError",
    "TariffReference",
    "WhatIf",
    "calculate",
    "compare_bills",
    "figure",
    "figure_keys",
    "provinces_with",
    "valley_hours",
    "what_if",
]
