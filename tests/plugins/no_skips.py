"""`--no-skips`: a skipped test counts as failed, so that a run in which nothing was tried cannot look green.

Tests marked `shared_samples` may still skip, since they read files that live beside the project.
"""

from collections.abc import Generator

import pytest

ALLOWED_MARK = "shared_samples"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="count skipped tests as failed")


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid} was skipped, which --no-skips forbids: {reason}"


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    expected_to_fail = hasattr(report, "wasxfail")
    strict = item.config.getoption("no_skips") and item.get_closest_marker(ALLOWED_MARK) is None
    if strict and report.skipped and not expected_to_fail:
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if collector.config.getoption("no_skips") and report.skipped:
        _fail(report)
    return report
