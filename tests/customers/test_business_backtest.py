"""The backtest of the basic charge tells right advice from wrong, on plants whose answer is known."""

from __future__ import annotations

import lzma
from datetime import date, timedelta

import pytest

from customers.business_backtest import business_backtest, follow, score
from ops.evaluate.advice import ENTERPRISES
from ops.evaluate.sets import records_folder

# demand (kW) by month from 2015-01 on, 21 months; transformers: 400 kVA for all but the one that outgrows its own, so
# that capacity costs as much as 250 kW
PLANTS = {
    "steady": [284] * 21,
    "changing": [284, 100] * 10 + [284],
    "low": [284] * 2 + [150] * 19,
    "rises": [284] * 2 + [150] * 10 + [400] * 9,
    "outgrown": [284] * 12 + [900] * 9,
    "small": [20] * 21,
}
LOADS = records_folder() / "load"


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


def followed(folder, basis):
    found = list(follow(folder / "yangzhong_daily.csv.xz", basis))
    return found, {each.record.account_number: [one.basis["basis"] for one in each.quarters] for each in found}


def test_who_pays_by_capacity_leaves_it_only_where_demand_is_far_below_and_comes_back(folder):
    _, bases = followed(folder, "capacity")
    assert bases == {  # too small for two parts, or no longer on that transformer: not among them
        "steady": ["capacity"] * 3,
        "changing": ["capacity"] * 3,
        "low": ["actual_demand"] * 3,
        "rises": ["actual_demand", "actual_demand", "capacity"],
    }


def test_what_was_known_on_the_day_of_the_application_is_all_that_counts(folder):
    found, _ = followed(folder, "capacity")
    assert [[len(one.cases) for one in each.quarters] for each in found] == [[3, 3, 2]] * 4  # February to September


def test_a_plant_that_grows_after_the_advice_counts_as_harm(folder):
    result = score(followed(folder, "capacity")[0])
    assert (result["cases"], result["advised"]) == (4, 2)
    assert result["worse_off_by_more_than_1_percent"] == 1
    # 400 kW instead of 250 for six months of eight
    assert result["largest_loss_percent"] == pytest.approx(6 / 8 * 150 / 250 * 100)
    assert 0 < result["largest_loss_percent_of_whole_bill"] < result["largest_loss_percent"]


def test_a_contract_for_the_highest_demand_is_always_bettered(folder):
    _, bases = followed(folder, "contract")
    assert bases["steady"] == ["capacity"] * 3
    assert set(bases["changing"]) == {"actual_demand"}
    result = business_backtest(folder)["basic charge, by contract before"]
    assert result["worse_off_by_more_than_1_percent"] == 0
    assert 0.5 < result["saving_of_oracle"] <= 1


def test_without_the_data_there_is_nothing_to_score(tmp_path):
    assert business_backtest(tmp_path) == {}


@pytest.mark.skipif(not LOADS.exists(), reason="the enterprises' days are not at hand")
def test_no_enterprise_that_the_advice_is_judged_by_pays_more():
    for name, result in business_backtest(LOADS, ENTERPRISES).items():
        assert result["worse_off_by_more_than_1_percent"] == 0, name
