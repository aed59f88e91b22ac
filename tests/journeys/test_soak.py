"""A short soak; the long one is `make soak`."""

import os

import pytest

from ops.soak.run import Soak

pytestmark = pytest.mark.stack


def test_killed_workers_lose_and_double_nothing(product, product_var):
    account = Soak(product, product_var).run(seconds=float(os.environ.get("DIANDA_SOAK_SECONDS") or 25), kill_every=6)
    assert not account.faults
    assert account.killed >= 1
    assert account.messages > 10
    assert len(account.tickets) > 10
