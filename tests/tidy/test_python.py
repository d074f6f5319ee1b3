"""The limits of the style on Python sources hold everywhere, and each of them can fail."""

import pytest

from tests.tidy import python_rules, tree

GOOD = '"""What lives here."""\n'


def test_python_sources_keep_the_limits() -> None:
    faults = [
        fault
        for path in tree.files_below("feria/", "tests/", "bench/", suffix=".py")
        for fault in python_rules.python_faults(path, tree.text(path))
    ]
    assert not faults, tree.report(faults)


def test_file_names_say_what_is_inside() -> None:
    faults = [fault for path in tree.files() for fault in python_rules.file_name_faults(path)]
    assert not faults, tree.report(faults)


def test_notes_for_later_carry_a_number() -> None:
    faults = [
        fault
        for path in tree.files()
        if not path.endswith(".lock")
        for fault in python_rules.unnumbered_notes(path, tree.text(path))
    ]
    assert not faults, tree.report(faults)


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("feria/a.py", "x = 1\n", "opens with one to three sentences"),
        ("tests/a.py", "x = 1\n", "opens with one to three sentences"),
        ("feria/a.py", '"""One. Two. Three. Four."""\n', "4 sentences"),
        ("feria/a.py", GOOD + "#\n" * 400, "401 lines"),
        ("feria/a.py", GOOD + "def f():\n" + "    x = 1\n" * 60, "f has 61 lines"),
        ("tests/a.py", GOOD + "async def f():\n" + "    x = 1\n" * 60, "f has 61 lines"),
        ("feria/a.py", GOOD + "def f(a, b, c, d, e, f, g): ...\n", "7 positional"),
        ("feria/a.py", GOOD + "class A:\n    def f(self, a, b, c, d, e, f, /, g): ...\n", "7 positional"),
        ("feria/a.py", GOOD + "try:\n    f()\nexcept Exception:\n    g()\n", "name the errors"),
        ("tests/a.py", GOOD + "try:\n    f()\nexcept:\n    g()\n", "name the errors"),
        (
            "feria/a.py",
            GOOD + "try:\n    f()\nexcept (OSError, BaseException):\n    g()\n",
            "name the errors",
        ),
        ("feria/a.py", GOOD + "x = datetime.now(UTC)\n", "test clock"),
        ("feria/a.py", GOOD + "x = datetime.datetime.utcnow()\n", "test clock"),
        ("feria/demo/a.py", GOOD + "x = time.time()\n", "test clock"),
        ("feria/core/a.py", GOOD + "print(1)\n", "log it"),
    ],
)
def test_a_breach_is_found(path: str, source: str, complaint: str) -> None:
    assert [fault for fault in python_rules.python_faults(path, source) if complaint in fault.message]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("feria/__init__.py", ""),
        ("feria/a.py", '"""One, e.g. this. Two: more.\n\nThree."""\n'),
        ("feria/a.py", GOOD + "def f(a, b, c, d, e, f, *, g, h): ...\n"),
        ("feria/a.py", GOOD + "try:\n    f()\nexcept (OSError, ValueError):\n    g()\n"),
        ("feria/a.py", GOOD + "try:\n    f()\nexcept BaseException:\n    g()\n    raise\n"),
        ("feria/a.py", GOOD + "x = clock.now()\ny = time.monotonic()\n"),
        ("feria/core/clock.py", GOOD + "x = datetime.now(UTC)\n"),
        ("feria/cli.py", GOOD + "print(1)\n"),
    ],
)
def test_good_sources_pass(path: str, source: str) -> None:
    assert python_rules.python_faults(path, source) == []


@pytest.mark.parametrize(
    "path", ["feria/core/utils.py", "feria/common/a.py", "tests/db_helpers.py", "feria/base.py"]
)
def test_an_empty_name_is_found(path: str) -> None:
    assert python_rules.file_name_faults(path)


def test_a_telling_name_passes() -> None:
    assert python_rules.file_name_faults("feria/core/base62_numbers.py") == []


def test_a_note_without_a_number_is_found() -> None:
    word = "TO" + "DO"
    assert python_rules.unnumbered_notes("a.sql", f"-- {word}: later")
    assert python_rules.unnumbered_notes("a.py", f"# {word}(someone) later")
    assert python_rules.unnumbered_notes("a.py", f"# {word}(#12) later") == []
