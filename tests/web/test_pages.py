"""The chat page's shell and static files, as they are served."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.web import ASSETS_FOLDER, chat_router, load_assets

CHAT_FOLDER = ASSETS_FOLDER / "chat"
SCRIPTS = sorted(CHAT_FOLDER.glob("*.js"))


@pytest.fixture(scope="module")
def browser() -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(chat_router())
    with TestClient(app) as client:
        yield client


def shell(client: TestClient) -> str:
    return client.get("/chat/cnv_1").text


def test_the_shell_is_the_same_for_everybody(browser: TestClient) -> None:
    assert browser.get("/chat/cnv_1").text == browser.get("/chat/%3Cscript%3E").text


def test_the_page_may_run_only_its_own_files(browser: TestClient) -> None:
    headers = browser.get("/chat/cnv_1").headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-store"),
    ],
)
def test_the_page_tells_others_nothing(browser: TestClient, name: str, value: str) -> None:
    assert browser.get("/chat/cnv_1").headers[name] == value


def test_every_file_that_the_page_names_exists_here(browser: TestClient) -> None:
    named = re.findall(r'(?:src|href)="(/[^"]+)"', shell(browser))
    assert "/static/chat/chat.js" in named
    assert [browser.get(path).status_code for path in named] == [200] * len(named)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_import_only_files_that_exist(script: Path) -> None:
    imported = re.findall(r'from "\./([^"]+)"', script.read_text(encoding="utf-8"))
    assert all((CHAT_FOLDER / name).is_file() for name in imported)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_never_turn_text_into_markup_or_code(script: Path) -> None:
    source = script.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", source)


def test_nothing_in_the_shell_is_inline(browser: TestClient) -> None:
    page = shell(browser)
    assert not re.search(r"\son\w+=|\sstyle=|<style", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


def test_both_languages_have_the_same_phrases() -> None:
    source = (CHAT_FOLDER / "i18n.js").read_text(encoding="utf-8")
    english, chinese = source.split("  zh: {", 1)
    keys = [set(re.findall(r"^    (\w+):", part, re.MULTILINE)) for part in (english, chinese)]
    assert keys[0] == keys[1]
    assert len(keys[0]) > 60


def test_every_phrase_that_the_shell_asks_for_exists(browser: TestClient) -> None:
    source = (CHAT_FOLDER / "i18n.js").read_text(encoding="utf-8")
    asked = set(re.findall(r'data-i18n(?:-\w+)?="(\w+)"', shell(browser)))
    assert {key for key in asked if f"    {key}:" not in source} == set()


@pytest.mark.parametrize(
    "path", ["chat/none.js", "../pages.py", "..%2Fpages.py", "%2e%2e/templates/chat.html", "/etc/passwd", "chat", ""]
)
def test_no_path_leads_out_of_the_folder(browser: TestClient, path: str) -> None:
    assert browser.get(f"/static/{path}").status_code == 404


def test_a_kept_file_is_not_sent_again(browser: TestClient) -> None:
    first = browser.get("/static/chat/chat.css")
    again = browser.get("/static/chat/chat.css", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("chat/chat.js", "text/javascript; charset=utf-8"),
        ("tokens.css", "text/css; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("vendor/htmx.LICENSE", "text/plain; charset=utf-8"),
    ],
)
def test_files_say_what_they_are(browser: TestClient, path: str, media_type: str) -> None:
    assert browser.get(f"/static/{path}").headers["content-type"] == media_type


def test_files_of_unknown_kind_are_not_served(tmp_path: Path) -> None:
    (tmp_path / "page.css").write_text("a {}", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("private", encoding="utf-8")
    assert set(load_assets(tmp_path)) == {"page.css"}
