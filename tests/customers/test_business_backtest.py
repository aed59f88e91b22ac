"""The backtest of the basic charge tells right advice from wrong, on plants whose answer is known."""

from __future__ import annotations

import lzma
from datetime import date, timedelta

import pytest

from customers.business_backtest import business_backtest, choices, score_choices

# demand (kW) by month from 2015-01 on, 21 months; transformers: 400 kVA for all but the one that outgrows its own
PLANTS = {
    "steady": [284] * 21,  # 71 % of its transformer: capacity is cheaper
    "changing": [284, 100] * 10 + [284],
    "turned": [284, 100] * 6 + [390] * 9,
    "outgrown": [284] * 12 + [900] * 9,
    "small": [20] * 21,
}


@pytest.fixture
def folder(tmp_path):
    first = date(2015, 1, 1)
    days = [first + timedelta(days=ahead) for ahead in range(639)]
    lines = [",".join(["record_date", *PLANTS])]
    for day in days:
        month = (day.year - 2015) * 12 + day.month - 1
        lines.append(",".join([f"{day}", *(str(24 * demand[month]) for demand in PLANTS.values())]))
    with lzma.open(tmp_path / "yangzhong_daily.csv.xz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return tmp_path


def test_who_pays_by_capacity_is_advised_only_where_demand_is_cheaper(folder):
    found = {each.record.account_number: each for each in choices(folder / "yangzhong_daily.csv.xz", "capacity")}
    assert set(found) == {"steady", "changing", "turned"}  # too small for two parts, or no longer on that transformer
    assert found["steady"].advised is None
    assert found["changing"].advised["basis"] in ("actual_demand", "contract_demand")
    assert [found["changing"].record.capacity_kva] == [400]


def test_a_habit_that_turns_round_counts_as_harm(folder):
    found = list(choices(folder / "yangzhong_daily.csv.xz", "capacity"))
    result = score_choices(found)
    assert (result["cases"], result["advised"]) == (3, 2)
    assert result["worse_off_by_more_than_1_percent"] == 1
    assert result["largest_loss_percent"] > 20


def test_a_contract_for_the_highest_demand_is_always_bettered(folder):
    result = business_backtest(folder)["basic charge, by contract before"]
    assert result["worse_off_by_more_than_1_percent"] == 0
    assert 0.5 < result["saving_of_oracle"] <= 1


def test_without_the_data_there_is_nothing_to_score(tmp_path):
    assert business_backtest(tmp_path) == {}
