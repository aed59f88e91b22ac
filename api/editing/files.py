"""Markdown files in and out under ``/v1/editing``."""

from __future__ import annotations

import io
import zipfile
from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile

from api.editing.roles import Editor
from api.editing.schemas import ImportedDrafts
from api.editing.service import EditingService
from api.editing.transfer import ArticleTransfer
from api.errors import ApiError
from api.platform import PlatformDep, SessionDep

router = APIRouter()
MOST_FILES = 500
LONGEST_FILE = 200_000  # bytes


@router.post("/import", status_code=201)
async def import_drafts(
    files: Annotated[list[UploadFile], File(max_length=MOST_FILES)],
    editor: Editor,
    session: SessionDep,
    platform: PlatformDep,
) -> ImportedDrafts:
    """Markdown files become drafts, to be reviewed like any other; a bad file does not stop the rest."""
    editing, done = EditingService(session, platform), ImportedDrafts(drafts=[], errors=[])
    for file in files:
        name = file.filename or "?"
        try:
            content = await file.read(LONGEST_FILE + 1)
            done.drafts.append(
                await _take(editing, content.decode("utf-8"), editor.username, f"从文件导入：{name[:80]}")
            )
        except UnicodeDecodeError:
            done.errors.append({"file": name, "detail": "不是 UTF-8 编码的文字，请另存为 UTF-8 再导入。"})
        except ApiError as error:
            done.errors.append({"file": name, "detail": error.detail})
    return done


@router.get("/export", response_class=Response, responses={200: {"content": {"application/zip": {}}}})
async def export(_editor: Editor, platform: PlatformDep) -> Response:
    """Every article in force as a zip of ``<topic>/<id>.md``."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, markdown in (await ArticleTransfer(platform).export()).items():
            archive.writestr(place, markdown)
    headers = {"Content-Disposition": 'attachment; filename="articles.zip"'}
    return Response(packed.getvalue(), media_type="application/zip", headers=headers)


async def _take(editing: EditingService, markdown: str, author: str, reason: str) -> str:
    known = await editing.find(markdown)
    if known is None:
        return (await editing.create(markdown, author, reason, origin="upload")).article_id
    article = await editing.write(known.article_id, markdown, known.latest, author, reason, origin="upload")
    return article.article_id
