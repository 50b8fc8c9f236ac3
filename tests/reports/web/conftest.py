from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from reports.web import write_html
from tests.reports.web.sample import sample

MADE_ON = datetime.date(2017, 12, 31)


@pytest.fixture(scope="package")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "report.html"
    write_html(sample(), path, made_on=MADE_ON)
    return path
