"""Pages as one PDF, printed by a browser where one is installed; without a network, and never for long."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from reports.parts import sheet
from reports.parts.html import tag

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SWITCHES = (
    "--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--disable-sync",
    "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer", "--generate-pdf-document-outline",
)  # fmt: skip
PATIENCE = 100  # seconds
DATE = re.compile(rb"\(D:\d{14}[+-]\d\d'\d\d'\)")
NO_DATE = b"(D:19700101000000+00'00')"


def browser() -> str | None:
    """The program of the first browser that is installed."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def pdf(title: str, pages: Mapping[str, str], file: Path) -> str:
    """Print pages (bodies by file name) into one file, without its dates; what came of it, in a line.

    The same browser gives the same bytes; another version may not.
    """
    program = browser()
    if program is None:
        return f"no {file.name}: no browser found ({', '.join(BROWSERS)})"
    with tempfile.TemporaryDirectory() as folder:
        whole, made = Path(folder) / "all.html", Path(folder) / "all.pdf"
        whole.write_text(sheet.page(title, together(pages)), encoding="utf-8")
        rootless = [] if os.geteuid() else ["--no-sandbox"]
        paths = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", whole.as_uri()]
        if why := failed([program, *SWITCHES, *rootless, *paths], PATIENCE):
            return f"no {file.name}: {program} {why}"
        if not made.is_file():
            return f"no {file.name}: {program} printed nothing"
        file.write_bytes(DATE.sub(NO_DATE, made.read_bytes()))
    return f"{file.name} printed by {program}"


def failed(command: list[str], patience: float) -> str:
    """Run a command with all that it starts; why it failed, empty where it did not."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet, start_new_session=True) as process:  # type: ignore[call-overload]
        try:
            code = process.wait(patience)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                return f"was not done after {patience:g} s"
            raise
    return f"ended with {code}" if code else ""


def together(pages: Mapping[str, str]) -> str:
    """The pages one after the other; links between them lead within, links to files are words."""
    return "".join(
        tag("section", within(body, pages), id=f"page-{name}", class_="page") for name, body in pages.items()
    )


def within(body: str, pages: Mapping[str, str]) -> str:
    """A page's body with the links as they are where all pages are one."""

    def link(found: re.Match[str]) -> str:
        name, _, anchor = found[1].partition("#")
        if name and name not in pages:
            return found[2]
        return f'<a href="#{anchor or f"page-{name}"}">{found[2]}</a>'

    body = re.sub(r'(<h[1-6]) id="[^"]*"', r"\1", body)
    return re.sub(r'<a href="([^"]*)">(.*?)</a>', link, body, flags=re.DOTALL)
