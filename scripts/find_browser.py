"""Find the browser for the browser tests: the system's Chromium or Playwright's own; get one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    """The path of a browser that is there already."""
    for name in SYSTEM:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> None:
    """Playwright's own browser, or Debian's where that cannot be downloaded."""
    own = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if own.returncode == 0 and found():
        return
    if shutil.which("apt-get"):
        as_root = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run([*as_root, "apt-get", "update", "-qq"], check=False)
        subprocess.run([*as_root, "apt-get", "install", "-y", "-qq", "chromium"], check=False)


if __name__ == "__main__":
    if found() is None:
        print("No browser found; getting one …")
        install()
    browser = found()
    if browser is None:
        sys.exit(
            "The browser tests need Chromium. Install it (Debian: apt install chromium) and run `make test` again."
        )
    print(f"Browser tests use {browser}")
