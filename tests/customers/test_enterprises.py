"""Daily energy of enterprises becomes months; an idle day counts nothing."""

from __future__ import annotations

import lzma

from customers.enterprises import enterprise_tables


def test_days_add_up_to_months_and_idle_days_count_nothing(tmp_path):
    path = tmp_path / "daily.csv.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write("record_date,7,8,total\n2015-01-01,100,1,101\n2015-01-31,50,1,51\n2015-02-01,1,30,31\n")
    months = enterprise_tables(path)["months"]
    rows = set(zip(months["account_number"], months["month"], months["kwh"], strict=True))
    assert rows == {("7", "2015-01", 150), ("8", "2015-01", 0), ("7", "2015-02", 0), ("8", "2015-02", 30)}
