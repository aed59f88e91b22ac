"""Segments are for staff; recommendations are computed on the customer's own months and can be switched off."""

import pytest

from api.customers.models import Customer


async def _recommendations(desk, account_number):
    path = f"/v1/customers/{account_number}/recommendations"
    answer = await desk.client.get(path, headers=desk.customer(account_number))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def _segment(desk, account_number, headers=None):
    path = f"/v1/customers/{account_number}/segment"
    return await desk.client.get(path, headers=headers if headers is not None else desk.agent())


async def test_the_segment_is_never_shown_to_customers(desk):
    assert (await _segment(desk, "4201110008", {})).status_code == 401
    assert (await _segment(desk, "4201110008", desk.customer("4201110008"))).status_code == 403
    assert (await _segment(desk, "9999999999", desk.customer("4201110008"))).status_code == 403
    assert (await _segment(desk, "9999999999")).status_code == 404


@pytest.mark.parametrize(
    ("account_number", "segment"),
    [
        ("4201130006", "high_value_stable"),
        ("4201050007", "growth_potential"),
        ("4201140002", "special_service"),
        ("4201110008", "high_risk"),
        ("4201060001", "basic_needs"),
    ],
)
async def test_the_segments_of_the_demonstration(desk, account_number, segment):
    found = (await _segment(desk, account_number)).json()
    assert (found["segment"], found["as_of"]) == (segment, "2026-11-20")
    assert found["reasons"]


@pytest.mark.parametrize(
    ("account_number", "package_id"),
    [
        ("3701020010", "time_of_use"),
        ("3301060004", "household_quota"),
        ("4201130006", "power_factor"),
        ("4201140002", "door_service"),
        ("4107210005", "irrigation"),
    ],
)
async def test_what_is_recommended_fits_the_customer(desk, account_number, package_id):
    found = await _recommendations(desk, account_number)
    assert found["personalised"] is True
    assert package_id in [item["package_id"] for item in found["items"]]
    for item in found["items"]:
        assert item["yearly_saving"] is None or float(item["yearly_saving"]) > 0
        assert item["title"] and item["how_to_apply"]


async def test_what_would_cost_more_is_not_recommended(desk):
    found = await _recommendations(desk, "3301060011")
    assert "time_of_use" not in [item["package_id"] for item in found["items"]]


async def test_recommendations_are_for_their_customer_and_for_staff(desk):
    path = "/v1/customers/3701020010/recommendations"
    assert (await desk.client.get(path)).status_code == 401
    assert (await desk.client.get(path, headers=desk.customer("4201060001"))).status_code == 403
    assert (await desk.client.get(path, headers=desk.agent())).status_code == 200


async def test_how_the_list_came_about_is_said_with_it(desk):
    assert "可随时关闭" in (await _recommendations(desk, "3701020010"))["notice"]
    assert "已关闭个性化推荐" in (await _recommendations(desk, "4201060012"))["notice"]
    talk = await desk.talk("3701020010")
    assert "可随时关闭" in (await desk.inside(talk, "GET", "recommendations")).json()["notice"]


async def test_switching_personal_recommendations_off_works_at_once(desk):
    assert (await _recommendations(desk, "4201060012"))["personalised"] is False
    talk = await desk.talk("3701020010")
    assert (await desk.inside(talk, "GET", "recommendations")).json()["personalised"] is True
    off = await desk.inside(talk, "PUT", "preferences", json={"personalised": False})
    assert off.json() == {"personalised": False}
    neutral = (await desk.inside(talk, "GET", "recommendations")).json()
    assert neutral["personalised"] is False
    assert all(item["yearly_saving"] is None for item in neutral["items"])
    on = await desk.inside(talk, "PUT", "preferences", json={"personalised": True})
    assert on.json() == {"personalised": True}


async def test_why_tells_the_reasons_used_package_by_package_and_nothing_personal_after_the_opt_out(desk):
    talk = await desk.talk("3701020010")
    found = (await desk.inside(talk, "GET", "recommendations")).json()
    assert [each.partition("：")[0] for each in found["why"]] == [item["title"] for item in found["items"]]
    assert all(reason in found["why"][0] for reason in found["items"][0]["reasons"])
    await desk.inside(talk, "PUT", "preferences", json={"personalised": False})
    neutral = (await desk.inside(talk, "GET", "recommendations")).json()
    assert neutral["why"] == ["这份清单对同类客户都一样，没有使用您个人的用电特征"]


async def test_what_is_said_of_the_car_counts_for_one_answer_and_is_not_kept(desk):
    async with desk.platform.database.session() as session:
        (await session.get(Customer, "4201060001")).tags = ["ev_owner"]
    talk = await desk.talk("4201060001")

    async def saving(**said):
        found = (await desk.inside(talk, "GET", "recommendations", params=said)).json()
        return next(item["yearly_saving"] for item in found["items"] if item["package_id"] == "ev_meter")

    assert float(await saving(ev_kwh_month="80")) > 0
    assert await saving() is None
    answer = await desk.inside(talk, "GET", "recommendations", params={"ev_kwh_month": "-1"})
    assert answer.status_code == 422
