"""Business applications (新装、增容、充电桩 …) and how far they are."""
