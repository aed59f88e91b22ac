"""Importing a file: good rows become tickets, bad rows are named by their line, nothing is lost or doubled."""

import json

import pytest


async def _import(desk, content, name="tickets.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    return await desk.client.post("/v1/tickets/import", files={"file": (name, content)}, headers=desk.agent())


async def _texts(desk):
    answer = await desk.client.get("/v1/tickets", params={"size": 200}, headers=desk.agent())
    return sorted(item["text"] for item in answer.json()["items"])


async def test_a_csv_file_with_good_and_bad_rows(desk):
    rows = [
        "text,channel,account_number,phone,address",
        '"停电了，整栋楼",hotline_note,4201060012,13900000000,江汉区青年路17号1栋',
        ",hotline_note,,,",
        "表快,fax,,,",
        "表快,app,123,,",
        "",
        '"带换行的\n受理内容",,,,',
        "多了一列,app,,,,,",
        "只有内容",
    ]
    answer = (await _import(desk, "\n".join(rows))).json()
    assert (answer["accepted"], answer["rejected"]) == (3, 4)
    assert [error["line"] for error in answer["errors"]] == [3, 4, 5, 9]
    assert answer["errors"][0]["detail"] == "text：不能为空"
    assert "户号" in answer["errors"][2]["detail"]
    assert await _texts(desk) == ["停电了，整栋楼", "只有内容", "带换行的\n受理内容"]


async def test_json_lines(desk):
    lines = [
        '{"text": "停电了", "channel": "app"}',
        "{not json",
        "[1]",
        '{"text": 5}',
        "",
        '{"内容": "表快"}',
        '{"text": "\\ud800"}',
    ]
    answer = (await _import(desk, "\n".join(lines), "tickets.jsonl")).json()
    assert (answer["accepted"], [error["line"] for error in answer["errors"]]) == (2, [2, 3, 4, 7])


async def test_the_same_file_again_files_nothing_twice_and_equal_rows_are_two_tickets(desk):
    content = "text\n停电了\n停电了\n"
    assert (await _import(desk, content)).json()["accepted"] == 2
    assert (await _import(desk, content)).json()["accepted"] == 2
    assert await _texts(desk) == ["停电了", "停电了"]


async def test_a_key_used_with_another_text_is_named(desk):
    answer = (await _import(desk, "text,idempotency_key\n停电了,k\n表快,k\n")).json()
    assert (answer["accepted"], answer["errors"][0]["line"]) == (1, 3)


async def test_a_file_as_excel_writes_it_in_china(desk):
    assert (await _import(desk, "受理内容,户号\n停电了,4201060012\n".encode("gb18030"))).json()["accepted"] == 1
    assert (await _import(desk, "\ufeff受理内容\n表快\n")).json()["accepted"] == 1
    assert await _texts(desk) == ["停电了", "表快"]


async def test_an_unclosed_quote_costs_its_own_row_only(desk):
    content = 'text\n"没有闭合\n' + "".join(f"第{number}条\n" for number in range(60))
    answer = (await _import(desk, content)).json()
    assert (answer["accepted"], [error["line"] for error in answer["errors"]]) == (60, [2])


async def test_many_rows_in_batches(desk):
    content = "\n".join(json.dumps({"text": f"停电{number}"}) for number in range(450))
    answer = (await _import(desk, content)).json()
    assert (answer["accepted"], answer["rejected"]) == (450, 0)


@pytest.mark.parametrize("content", ["", "\n\n", "name,phone\n张三,1\n", b"\x00\x01\x02\xff\xfe"])
async def test_a_file_that_cannot_be_read_is_refused(desk, content):
    answer = await _import(desk, content)
    assert (answer.status_code, answer.json()["field"]) == (422, "file")


async def test_without_a_file_or_as_a_reader_it_is_refused(desk):
    assert (await desk.client.post("/v1/tickets/import", headers=desk.agent())).status_code == 422
    files = {"file": ("t.csv", b"text\nx\n")}
    editor = desk.agent("editor", "editor")
    assert (await desk.client.post("/v1/tickets/import", files=files, headers=editor)).status_code == 403


async def test_a_file_that_is_too_large_is_refused(desk):
    headers = desk.agent() | {"Content-Length": str(10**10), "Content-Type": "multipart/form-data; boundary=x"}
    answer = await desk.client.post("/v1/tickets/import", content=b"--x--", headers=headers)
    assert answer.status_code == 413


async def test_a_large_file_is_read_from_staff_only(desk):
    content = b"text\n" + b"x" * 2_000_000
    refused = await desk.client.post("/v1/tickets/import", files={"file": ("t.csv", content)})
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthorized")
    assert (await _import(desk, content)).status_code == 200


async def test_of_very_many_bad_rows_all_are_counted_and_the_first_named(desk):
    answer = (await _import(desk, "text,channel\n" + "表快,fax\n" * 1500)).json()
    assert (answer["rejected"], len(answer["errors"]), answer["errors"][-1]["line"]) == (1500, 1000, 1001)
