"""Markdown files into the database and back."""

import io
import zipfile

from api.editing.transfer import ArticleTransfer, write_files
from tests.api.editing.conftest import BOSS, ROOT, sample

SHIPPED = ROOT / "knowledge" / "articles"


async def test_every_shipped_article_comes_back_as_it_was(desk, tmp_path):
    transfer = ArticleTransfer(desk.platform)
    files = {path.relative_to(SHIPPED).as_posix(): path.read_bytes() for path in SHIPPED.glob("*/*.md")}
    done = await transfer.import_shipped(SHIPPED)
    assert (len(done.new), done.unreadable) == (len(files), [])
    write_files(await transfer.export(), tmp_path / "exported")
    exported = (tmp_path / "exported").glob("*/*.md")
    assert {path.relative_to(tmp_path / "exported").as_posix(): path.read_bytes() for path in exported} == files
    again = await transfer.import_shipped(SHIPPED)
    assert (again.new, again.changed, again.kept) == ([], [], [])
    assert len(files) >= 426
    async with desk.platform.database.reading() as session:
        from api.editing.repository import ArticleRepository

        assert (await ArticleRepository(session).edits()).articles == {}  # what is imported needs nothing laid over


async def test_files_that_came_with_an_upgrade_replace_what_nobody_edited(desk):
    await desk.take_in()
    path = next(desk.platform.settings.articles.rglob("sample-late-fee.md"))
    path.write_text(path.read_text("utf-8").replace("title: ", "title: 新版"), "utf-8")
    assert (await desk.take_in()).changed == ["sample-late-fee"]
    await desk.write("sample-late-fee", sample("sample-late-fee"))
    path.write_text(path.read_text("utf-8").replace("title: ", "title: 又一新版"), "utf-8")
    assert (await desk.take_in()).kept == ["sample-late-fee"]


async def test_uploaded_files_become_drafts_and_bad_ones_are_named(desk):
    await desk.take_in()
    files = [
        ("files", ("new.md", sample("sample-late-fee").replace("sample-late-fee", "new-one").encode())),
        ("files", ("known.md", sample("sample-late-fee").encode())),
        ("files", ("text.md", "没有开头信息".encode())),
        ("files", ("gbk.md", "中文".encode("gbk"))),
    ]
    answer = await desk.client.post("/v1/editing/import", files=files, headers=desk.agent("editor", "editor"))
    assert answer.status_code == 201, answer.text
    assert answer.json()["drafts"] == ["new-one", "sample-late-fee"]
    assert [each["file"] for each in answer.json()["errors"]] == ["text.md", "gbk.md"]
    drafts = await desk.ask("/articles?state=draft")
    assert {each["article_id"] for each in drafts["items"]} == {"new-one", "sample-late-fee"}


async def test_the_export_holds_what_is_in_force_and_no_drafts(desk):
    await desk.take_in()
    await desk.write("sample-late-fee", sample("sample-late-fee").replace("title: ", "title: 草稿"))
    answer = await desk.client.get("/v1/editing/export", headers=desk.agent(*BOSS))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.read("late_fee/sample-late-fee.md").decode() == sample("sample-late-fee")


async def test_unreadable_drafts_are_refused_and_unfinished_ones_are_kept(desk):
    answer = await desk.call("POST", "/articles", markdown="没有开头信息", reason="试")
    assert (answer.status_code, answer.json()["field"]) == (422, "markdown")
    unfinished = "---\nid: half-done\ntopic: payment\ntitle: 还没写完\n---\n先写一句。\n"
    await desk.do("/articles", markdown=unfinished, reason="试")
    shown = await desk.ask("/articles/half-done")
    assert shown["fields"] is None
    assert {"source", "questions"} <= {each["field"] for each in shown["problems"]}
    answer = await desk.call("POST", "/articles/half-done/submit")
    assert (answer.status_code, answer.json()["code"]) == (422, "article_invalid")
    assert len(answer.json()["problems"]) == len(shown["problems"])
    assert (await desk.call("POST", "/articles", markdown=unfinished, reason="试")).status_code == 409
    assert (await desk.call("GET", "/articles/nothing")).status_code == 404
    assert (await desk.call("GET", "/articles/half-done/versions/7")).status_code == 404
