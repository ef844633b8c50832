"""Fixtures that several folders of tests share."""

import shutil
from pathlib import Path

import matplotlib
import pytest
from hypothesis import HealthCheck, settings

matplotlib.use("agg")  # draws without a screen

# The same examples each time, and nothing that depends on the clock.
settings.register_profile(
    "book",
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("book")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the folder of the tables, to be broken."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
