"""Times of crontabs as CronJobs take them."""

from __future__ import annotations

import pytest

from migrate.plan.cron import kubernetes_cron


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("*/15 * * * *", "*/15 * * * *"),
        ("0 3 * * 7", "0 3 * * 0"),
        ("0 3 * * 1-7", "0 3 * * *"),
        ("5,35 8-18/2 1 jan-Mar MON", "5,35 8-18/2 1 jan-Mar MON"),
        ("@daily", "0 0 * * *"),
        ("0  3\t* * 0", "0 3 * * 0"),
    ],
)
def test_times_that_both_know(written: str, expected: str) -> None:
    assert kubernetes_cron(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "61 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "*/0 * * * *",
        "9-5 * * * *", "-1 * * * *", "* * * * mon-foo", "@reboot", "* * * *", "* * * * * *", "",
        "a b c d e",
    ],
)  # fmt: skip
def test_times_that_no_cron_job_can_have(written: str) -> None:
    assert kubernetes_cron(written) is None
