"""Money: tariff tables as dated data, exact bills, figures for texts, comparison of bills, what-if. Decimal only."""

from .calculation import Calculation, Line, TariffReference
from .calculator import calculate
from .errors import InvalidInput, InvalidTable, TariffError
from .figures import Figure, figure, figure_keys, provinces_with

__all__ = [
    "Calculation",
    "Figure",
    "InvalidInput",
    "InvalidTable",
    "Line",
    "TariffError",
    "TariffReference",
    "calculate",
    "figure",
    "figure_keys",
    "provinces_with",
]
