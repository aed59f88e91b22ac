"""Several accounts of one person in one conversation: each is proved, and only those are gone back to."""

HOME, SHOP = "4201060001", "4201050007"
SHOPKEEPER = {"name": "武汉好邻便利店", "account_number": SHOP, "address": "湖北省武汉市汉阳区鹦鹉大道268号1层"}


async def test_accounts_that_were_proved_are_listed_and_switched_between(talk):
    conversation = await talk.begin(HOME)
    assert (await talk.internal(conversation, "verification", **SHOPKEEPER)).json()["outcome"] == "verified"
    items = (await talk.internal(conversation, "accounts", "GET")).json()["items"]
    assert [(each["account_masked"], each["is_current"]) for each in items] == [
        ("******0001", False),
        ("******0007", True),
    ]
    switched = await talk.internal(conversation, "accounts/current", "PUT", account_number=HOME)
    assert switched.json() == {"account_masked": "******0001"}
    assert (await talk.internal(conversation, "account", "GET")).json()["account_number"] == HOME


async def test_an_account_that_was_not_proved_here_is_never_switched_to(talk):
    conversation = await talk.begin(HOME)
    answer = await talk.internal(conversation, "accounts/current", "PUT", account_number="4201060009")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_proved")
    stranger = await talk.begin()
    assert (await talk.internal(stranger, "accounts", "GET")).json() == {"items": []}
