"""A run that was stopped goes on; figures of another version are left behind."""

from tests.load.page import door_text
from tests.load.progress import Progress, Section
from tests.load.rounds import Row

ABOUT = {
    "at": "2026-11-26T03:00:00+09:00",
    "commit": "a" * 40,
    "cores": 2,
    "python": "3.11.7",
    "database": "PostgreSQL",
    "redis": True,
    "quick": False,
    "load_before": 0.2,
}


def section() -> Section:
    rows = [
        Row("scan, one a request", 8, tickets=1000, per_second=500, of_empty=0.5),
        Row("limit: empty view", 8, tickets=1000, per_second=1000),
    ]
    layer = {"name": "deciding", "wall_ms": 0.5, "cpu_ms": 0.4}
    return Section(rows=rows, facts={"seeding_1000_s": 2.0}, layers=[layer])


def test_what_was_measured_is_not_measured_again(tmp_path):
    path = tmp_path / "bench.json"
    Progress(path, ABOUT, resume=False).measure("door 1000", section)

    again = Progress(path, ABOUT, resume=True)

    assert again.has("door 1000")
    assert again.measure("door 1000", lambda: Section()) == section()


def test_another_commit_begins_anew(tmp_path):
    path = tmp_path / "bench.json"
    Progress(path, ABOUT, resume=False).measure("door 1000", section)

    other = Progress(path, ABOUT | {"commit": "b" * 40}, resume=True)
    assert not other.has("door 1000")


def test_a_file_that_was_cut_short_begins_anew(tmp_path):
    path = tmp_path / "bench.json"
    path.write_text('{"machine": {')

    assert not Progress(path, ABOUT, resume=True).sections


def test_the_page_sets_each_scan_beside_its_limits(tmp_path):
    progress = Progress(tmp_path / "bench.json", ABOUT, resume=False)
    progress.measure("door 1000", section)

    text = door_text(progress)

    assert "| 1,000 | 8 | 500 | 0.0 | 0.0 | 0.00 | 1,000 | 50% |" in text
    assert "| deciding | 0.50 | 0.40 | 100% |" in text
