"""The saving letter: what the calculators say, for staff who serve customers; neutral after the opt-out."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from api.customers.models import AuditEvent

SUN, CHEN, HENGCHI, ZHENG, WU = "3701020010", "3301060004", "4201130006", "4201060012", "3301060011"


async def letter(desk, account_number, headers=None):
    path = f"/v1/customers/{account_number}/letter"
    return await desk.client.get(path, headers=desk.agent() if headers is None else headers)


async def read(desk, account_number):
    answer = await letter(desk, account_number)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.text


def drawings(page):
    return re.findall(r'<svg [^>]*aria-label="([^"]*)"', page)


async def test_sun_xiaomei_reads_what_she_saves_why_and_how_with_its_source(desk):
    page = await read(desk, SUN)
    for words in ("孙晓梅", "******0010", "313.62 元", "256.95 元至 375.90 元", "谷段用电占比达到15%以上才划算"):
        assert words in page
    for words in (
        "鲁发改价格〔2026〕556号",
        "2026年11月20日",
        "2025年11月至2026年10月，共用电 2,660 千瓦时",
        "怎么办理",
        "不变的是",
        "关闭推荐",
    ):
        assert words in page
    assert SUN not in page
    assert drawings(page) == ["近12个月用电量", "各方案一年可省", "谷段用电占比与一年节省额"]
    assert "您约70%" in page


async def test_every_figure_of_the_letter_is_one_of_the_recommendations(desk):
    for account_number in (SUN, CHEN, HENGCHI):
        answer = await desk.client.get(f"/v1/customers/{account_number}/recommendations", headers=desk.agent())
        items = answer.json()["items"]
        savings = [item["yearly_saving"] for item in items if item["yearly_saving"]]
        page = await read(desk, account_number)
        assert re.findall(r"预计一年可省 ([\d.]+) 元", page) == savings
        assert all(reason in page for item in items for reason in item["reasons"])


async def test_the_months_drawn_are_the_customers_own(desk):
    page = await read(desk, SUN)
    months = (await desk.client.get(f"/v1/customers/{SUN}/bills", headers=desk.agent())).json()["bills"][:12]
    drawn = page.partition('aria-label="近12个月用电量"')[2].partition("</svg>")[0]
    values = [float(each) for each in re.findall(r'font-size="12">([\d.]+)<', drawn)]
    assert values == [float(month["kwh"]) for month in reversed(months)]


async def test_after_the_opt_out_there_is_the_neutral_list_without_month_figure_or_chart(desk):
    page = await read(desk, ZHENG)
    assert "没有使用您的用电记录" in page and "重新打开推荐" in page
    assert not drawings(page)
    assert "近12个月" not in page and "可省" not in page
    assert "居民峰谷分时电价" in page


async def test_the_opt_out_changes_the_letter_at_once(desk):
    assert "313.62" in await read(desk, SUN)
    talk = await desk.talk(SUN)
    await desk.inside(talk, "PUT", "preferences", json={"personalised": False})
    assert "313.62" not in await read(desk, SUN)


async def test_who_would_lose_by_everything_is_told_that_all_is_well(desk):
    page = await read(desk, WU)
    assert "没有算得出更省钱的方案" in page
    assert drawings(page) == ["近12个月用电量"]


@pytest.mark.parametrize("role", ["editor", "auditor"])
async def test_the_letter_is_for_staff_who_serve_customers(desk, role):
    assert (await letter(desk, SUN, {})).status_code == 401
    assert (await letter(desk, SUN, desk.customer(SUN))).status_code == 403
    assert (await letter(desk, SUN, desk.agent(role=role))).status_code == 403
    assert (await letter(desk, "9999999999")).status_code == 404


async def test_who_read_a_letter_is_on_record(desk):
    await read(desk, SUN)
    async with desk.platform.database.reading() as session:
        event = (await session.scalars(select(AuditEvent).where(AuditEvent.kind == "letter_read"))).one()
    assert (event.actor, event.account_number) == ("agent", SUN)


async def test_the_page_needs_nothing_that_the_content_policy_forbids(desk):
    page = await read(desk, HENGCHI)
    assert "style=" not in page and "<style" not in page and "onclick" not in page
    assert set(re.findall(r'(?:src|href)="([^"]*)"', page)) == {"/static/letter.css", "/static/letter.js"}


async def test_a_name_with_markup_stays_text(desk):
    from api.customers.models import Customer

    async with desk.platform.database.session() as session:
        (await session.get(Customer, SUN)).name = "<script>alert(1)</script>"
    page = await read(desk, SUN)
    assert "<script>alert" not in page and "&lt;script&gt;" in page
