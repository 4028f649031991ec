"""The page of an export in a real browser: no barrier, nothing wider than the screen, everything on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from service.export import make_export, write_export
from tests.e2e.conftest import OpenContext
from tests.e2e.test_accessibility import overflow, violations
from tests.export.conftest import Talked, talked, template

__all__ = ["talked", "template"]  # fixtures


@pytest.fixture(params=[("english", 390), ("english", 1100), ("chinese", 390), ("chinese", 1100)])
def page(request: pytest.FixtureRequest, talked: Talked, tmp_path: Path, open_context: OpenContext) -> Page:
    who, width = request.param
    made = make_export(talked.foundation, getattr(talked, who).borrower.id)
    assert made is not None
    _, written = write_export(made, tmp_path / "out")
    opened = open_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()  # axe is a script
    opened.goto(written.as_uri())
    return opened


def test_anybody_can_read_it_on_any_screen(page: Page) -> None:
    assert violations(page) == []
    assert overflow(page) == 0


def test_printed_nothing_is_hidden_or_cut(page: Page) -> None:
    page.emulate_media(media="print")
    assert overflow(page) == 0
    headings = page.locator("h2")
    assert headings.count() == 11
    assert all(headings.nth(number).is_visible() for number in range(11))
    assert not page.locator("nav").is_visible()
