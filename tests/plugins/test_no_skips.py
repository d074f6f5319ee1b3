"""`--no-skips` turns skips into failures, and leaves alone what may skip."""

import pytest

pytest_plugins = ["pytester"]

SUITE = """
import pytest

def test_passes(): pass

@pytest.mark.xfail(reason="known", strict=True)
def test_expected(): assert False

@pytest.mark.shared_samples
def test_may_skip(): pytest.skip("no samples")
"""
OPTIONS = ["-p", "tests.plugins.no_skips", "-p", "no:xdist", "-p", "no:cacheprovider"]


def outcome(pytester: pytest.Pytester, suite: str, *options: str) -> tuple[int, str]:
    pytester.makeini(
        """
        [pytest]
        markers = shared_samples: x
        asyncio_default_fixture_loop_scope = session
        """
    )
    pytester.makepyfile(suite)
    answer = pytester.runpytest_inprocess(*OPTIONS, *options)
    return int(answer.ret), answer.stdout.str()


def test_an_allowed_skip_passes(pytester: pytest.Pytester) -> None:
    code, text = outcome(pytester, SUITE, "--no-skips")
    assert code == 0, text


@pytest.mark.parametrize(
    "skipping",
    [
        "@pytest.mark.skip(reason='no server')\ndef test_b(): pass\n",
        "def test_b(): pytest.skip('no server')\n",
        "@pytest.fixture\ndef a(): pytest.skip('no server')\ndef test_b(a): pass\n",
        "pytest.importorskip('no_such_module', reason='no server')\n",
    ],
)
def test_a_skip_fails(pytester: pytest.Pytester, skipping: str) -> None:
    code, text = outcome(pytester, SUITE + "\n" + skipping, "--no-skips")
    assert code in {1, 2}
    assert "--no-skips forbids" in text
    assert "no server" in text
    assert outcome(pytester, SUITE + "\n" + skipping)[0] in {0, 5}
