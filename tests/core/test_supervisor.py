"""The supervisor restarts what dies, gives up in the end, and leaves no process behind; real processes throughout."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from feria import supervisor
from feria.core import embedded

ROOT = Path(__file__).parents[2]
# Runs the children given as JSON [[name, code], …]; every process carries the test's mark as its last argument.
SUPERVISE = """
import json, sys
from feria import supervisor
mark = sys.argv[-1]
children = [supervisor.Child(name, [sys.executable, "-u", "-c", code, mark]) for name, code in json.loads(sys.argv[1])]
options = json.loads(sys.argv[2])
sys.exit(supervisor.run(children, lambda sentence: print(sentence, flush=True), **options))
"""
SLEEP = "import time; print('up'); time.sleep(100)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up'); time.sleep(100)"
FAMILY = (
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(100)', "
)
FAMILY += "sys.argv[-1]]); print('up'); time.sleep(100)"
TIED = "from feria import supervisor; supervisor.die_with_parent(); import time; print('up'); time.sleep(100)"
POLITE = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *a: (print('bye'), sys.exit(0))); "
POLITE += "print('up'); time.sleep(100)"


class Supervised:
    """One supervisor process with its children and what it printed."""

    def __init__(self, children: dict[str, str], options: dict[str, float]) -> None:
        self.mark = f"mark-{uuid4().hex}"
        given = json.dumps(list(children.items()))
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, given, json.dumps(options), self.mark],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.printed: list[str] = []

    def read_until(self, text: str) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line.rstrip("\n"))
            if text in line:
                return
        raise AssertionError(f"{text!r} was never printed: {self.printed}")

    def rest(self) -> int:
        out, _ = self.process.communicate(timeout=20)
        self.printed += out.splitlines()
        return self.process.returncode

    def living(self) -> list[int]:
        """Processes that carry the mark, zombies not counted, the supervisor among them."""
        listing = subprocess.run(
            ["ps", "-axww", "-o", "pid=,stat=,args="], capture_output=True, text=True, check=True
        )
        rows = [line.split(None, 2) for line in listing.stdout.splitlines() if self.mark in line]
        return [int(pid) for pid, state, _ in rows if not state.startswith("Z")]

    def children(self) -> list[int]:
        return [pid for pid in self.living() if pid != self.process.pid]


Supervise = Callable[..., Supervised]


@pytest.fixture
def supervise() -> Iterator[Supervise]:
    made: list[Supervised] = []

    def begin(children: dict[str, str], **options: float) -> Supervised:
        made.append(Supervised(children, options))
        return made[-1]

    yield begin
    for one in made:
        for pid in one.living():
            os.kill(pid, signal.SIGKILL)
        one.process.communicate()


def gone(one: Supervised, seconds_max: float = 5) -> bool:
    deadline = time.monotonic() + seconds_max
    while one.living():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_stops_children_politely_and_prints_what_they_say_last(
    supervise: Supervise, number: signal.Signals
) -> None:
    one = supervise({"web": POLITE, "worker": POLITE})
    one.read_until("up")
    one.read_until("up")
    one.process.send_signal(number)
    assert one.rest() == 0
    assert sorted(one.printed) == [
        "Stopping",
        *["web    | bye", "web    | up"],
        *["worker | bye", "worker | up"],
    ]
    assert one.living() == []


def test_stubborn_child_and_grandchildren_are_killed(supervise: Supervise) -> None:
    one = supervise({"deaf": STUBBORN, "family": FAMILY}, stop_seconds_max=0.3)
    one.read_until("up")
    one.read_until("up")
    assert len(one.living()) == 4
    one.process.terminate()
    assert one.rest() == 0
    assert gone(one)


def test_second_signal_does_not_wait_for_the_grace(supervise: Supervise) -> None:
    one = supervise({"deaf": STUBBORN}, stop_seconds_max=60)
    one.read_until("up")
    one.process.send_signal(signal.SIGINT)
    one.read_until("Stopping")
    one.process.send_signal(signal.SIGINT)
    assert one.rest() == 0
    assert gone(one)


def test_killed_child_is_started_again(supervise: Supervise) -> None:
    one = supervise({"worker": SLEEP}, restart_seconds=0.01)
    one.read_until("up")
    (first,) = one.children()
    os.kill(first, signal.SIGKILL)
    one.read_until("up")
    assert one.printed[1] == "worker was ended by SIGKILL; starting it again (1 of 6)"
    assert one.children() != [first]
    one.process.terminate()
    assert one.rest() == 0


def test_grandchildren_end_with_a_killed_child(supervise: Supervise) -> None:
    one = supervise({"web": FAMILY}, restart_seconds=30)
    one.read_until("up")
    web = next(pid for pid in one.children() if os.getpgid(pid) == pid)
    os.kill(web, signal.SIGKILL)
    one.read_until("starting it again")
    assert one.children() == []
    one.process.terminate()
    assert one.rest() == 0


def test_child_that_keeps_failing_ends_everything(supervise: Supervise) -> None:
    one = supervise({"web": "raise SystemExit(3)", "worker": SLEEP}, restart_seconds=0.001)
    assert one.rest() == 1
    assert "web ended with code 3; starting it again (6 of 6)" in one.printed
    assert "web ended with code 3 and cannot be kept running; stopping everything" in one.printed
    assert gone(one)


def test_misconfigured_child_is_not_tried_again(supervise: Supervise) -> None:
    one = supervise({"web": f"raise SystemExit({supervisor.EXIT_MISCONFIGURED})", "worker": SLEEP})
    assert one.rest() == 1
    assert not any("again" in line for line in one.printed)


def test_missing_program_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    said: list[str] = []
    assert supervisor.run([supervisor.Child("web", ["/nonexistent/feria"])], said.append) == 1
    assert said[0] == "web cannot be started: No such file or directory: /nonexistent/feria"


def test_children_die_with_a_killed_supervisor(supervise: Supervise) -> None:
    one = supervise({"web": TIED, "worker": TIED})
    one.read_until("up")
    one.read_until("up")
    one.process.kill()
    assert gone(one)


def test_child_that_begins_after_its_parent_died_ends_at_once() -> None:
    code = "from feria import supervisor; supervisor.die_with_parent(); print('lives')"
    environment = {**os.environ, supervisor.PARENT_VARIABLE: "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "")


def test_long_lines_and_unfinished_lines_are_printed(supervise: Supervise) -> None:
    code = (
        f"import sys; sys.stdout.write('x' * {3 * supervisor.LINE_BYTES_MAX} + '\\xff' + 'end'); sys.exit(78)"
    )
    one = supervise({"web": code})
    assert one.rest() == 1
    shown = "".join(line.removeprefix("web    | ") for line in one.printed if line.startswith("web    | "))
    assert shown == "x" * 3 * supervisor.LINE_BYTES_MAX + "ÿend"


def test_failing_check_ends_everything() -> None:
    said: list[str] = []

    def check() -> None:
        raise embedded.EmbeddedError("The disk is full.")

    child = supervisor.Child("web", [sys.executable, "-c", SLEEP], prefixed=False)
    assert supervisor.run([child], said.append, check=check, check_seconds=0.01) == 1
    assert said[:-1] == ["The disk is full."] * supervisor.CHECK_FAILURES_MAX + [
        "The database cannot be kept running; stopping everything"
    ]


def test_killed_database_is_started_again_while_running(tmp_path: Path) -> None:
    said: list[str] = []
    cluster = embedded.start(tmp_path, said.append)
    check = embedded.watch(tmp_path, said.append)
    rounds: list[int] = []

    def stop_when_back() -> None:
        check()
        found = embedded.status(tmp_path)
        assert found is not None
        rounds.append(found.pid)
        os.kill(*((found.pid, signal.SIGKILL) if len(rounds) == 1 else (os.getpid(), signal.SIGTERM)))

    try:
        assert supervisor.run([], said.append, check=stop_when_back, check_seconds=0.05) == 0
        assert rounds[0] == cluster.pid != rounds[1]
    finally:
        embedded.erase(tmp_path)


def test_home_is_claimed_once_and_freed_by_a_kill(tmp_path: Path) -> None:
    code = "import sys, time; from pathlib import Path; from feria import supervisor\n"
    code += "with supervisor.claim(Path(sys.argv[1]), 'http://localhost:1'): print('mine', flush=True); time.sleep(100)"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    with pytest.raises(supervisor.AlreadyRunning) as caught, supervisor.claim(tmp_path, "http://localhost:2"):
        raise AssertionError("claimed twice")
    begin = f"Feria already runs here (process {holder.pid}) at http://localhost:1"
    assert str(caught.value).startswith(begin)
    holder.kill()
    holder.communicate()
    with supervisor.claim(tmp_path, "http://localhost:2"):
        assert json.loads((tmp_path / "up.lock").read_text()) == {
            "pid": os.getpid(),
            "address": "http://localhost:2",
        }


def test_busy_port_is_said_with_its_owner() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = supervisor.port_owner_sentence("0.0.0.0", port, seconds_max=0)
        assert sentence is not None
        assert sentence.startswith(f"Port {port} is in use by ")
        if Path("/proc/net/tcp").exists():
            assert f"(process {os.getpid()})" in sentence
    assert supervisor.port_owner_sentence("0.0.0.0", port) is None
    unusable = supervisor.port_owner_sentence("host.invalid", port)
    assert unusable == "FERIA_BIND is host.invalid, which is not an address of this machine."


def test_address_for_a_phone_is_one_of_this_machine() -> None:
    address = supervisor.lan_address()
    if address is not None:
        with socket.socket() as probe:
            probe.bind((address, 0))


def test_interruptible_turns_sigterm_into_an_interrupt() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), supervisor.interruptible():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1)
    assert signal.getsignal(signal.SIGTERM) is before
