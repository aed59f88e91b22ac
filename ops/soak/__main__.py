"""`make soak`: DIANDA_SOAK_MINUTES (30) minutes of customers, tickets and killed workers on a product of its own."""

from __future__ import annotations

import os
import sys

from rich.console import Console

from ops.bench.product import bench_layout, running_product
from ops.soak.run import Soak


def main() -> int:
    """0 when nothing was lost or doubled."""
    console, minutes = Console(), float(os.environ.get("DIANDA_SOAK_MINUTES") or 30)
    layout = bench_layout()
    console.print(f"starting the product; what it says goes to {layout.var / 'up.log'} …")
    with running_product(layout):
        console.print(f"the product runs; {minutes:.0f} minutes of work …")
        account = Soak(f"http://127.0.0.1:{layout.port}", layout.var).run(minutes * 60, kill_every=20)
    console.print(
        f"{account.messages} messages ({account.repeated} repeated), {len(account.tickets)} tickets, "
        f"{account.killed} workers killed, {len(account.faults)} faults"
    )
    for fault in account.faults[:50]:
        console.print(f"  {fault}", markup=False)
    return 1 if account.faults else 0


if __name__ == "__main__":
    sys.exit(main())
