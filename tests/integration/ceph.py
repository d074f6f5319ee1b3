"""A real S3 server of the test's own: Ceph's RADOS Gateway over one monitor and one storage daemon in memory.

It checks signatures, lengths and types, which imitations do not. There is no manager: it gathers statistics only.
"""

import json
import os
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx

from tests.integration.processes import free_port, process

COMMAND_SECONDS_MAX = 40
READY_SECONDS_MAX = 60.0
PROGRAMS = ("ceph", "ceph-authtool", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")

CONF = """
[global]
fsid = {fsid}
mon host = v1:127.0.0.1:{mon_port}
public addr = 127.0.0.1
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
keyring = {folder}/keyring
run dir = {folder}
admin socket =
log file = {folder}/$type.$id.log
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd crush chooseleaf type = 0
mon allow pool size one = true
mon data = {folder}/mon
mon data avail crit = 1
mon cluster log file = {folder}/cluster.log
osd data = {folder}/osd
osd objectstore = memstore
memstore device bytes = 268435456
osd max object name len = 256
osd max object namespace len = 64
ms bind msgr2 = false
rgw frontends = beast endpoint=127.0.0.1:{rgw_port}
rgw data = {folder}/rgw
rgw enable usage log = false
rgw enable gc threads = false
rgw enable lc threads = false
rgw enable quota threads = false
rgw thread pool size = 16
"""


@dataclass(frozen=True)
class Gateway:
    """Where the server answers, and the keys of a user who may make buckets."""

    endpoint: str
    access_key: str
    secret_key: str

    @property
    def environment(self) -> dict[str, str]:
        """The usual variables, by which Feria's storage finds it."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": "us-east-1",
            "AWS_ALLOW_HTTP": "true",
            "AWS_EC2_METADATA_DISABLED": "true",
        }


class _Cluster:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rgw_port = free_port()
        self.mon_port = free_port()
        self.fsid = str(uuid4())
        self._conf = ("-c", str(folder / "ceph.conf"))
        text = CONF.format(folder=folder, fsid=self.fsid, mon_port=self.mon_port, rgw_port=self.rgw_port)
        (folder / "ceph.conf").write_text(text)

    def run(self, program: str, *arguments: str) -> str:
        """A command of Ceph's, which waits for ever when something is wrong, with an end to its patience."""
        conf = (
            self._conf if program.startswith(("ceph-mon", "ceph-osd", "rados")) or program == "ceph" else ()
        )
        command = ["timeout", "-s", "KILL", str(COMMAND_SECONDS_MAX), program, *conf, *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode == 0, f"{program} {' '.join(arguments)}: {done.stderr[-2000:]}"
        return done.stdout

    def started(self, stack: ExitStack, program: str, *arguments: str) -> None:
        command = [program, "-f", *self._conf, *arguments]
        stack.enter_context(process(program, command, {}, self.folder / f"{program}.out"))


@contextmanager
def gateway(folder: Path) -> Iterator[Gateway]:
    """The server, with a user; it ends with the block and leaves nothing outside the folder."""
    cluster = _Cluster(folder)
    with ExitStack() as stack:
        _monitor(cluster, stack)
        _daemon(cluster, stack)
        rgw = ("mon", "allow rw", "osd", "allow rwx")
        cluster.run("ceph", "auth", "get-or-create", "client.rgw", *rgw, "-o", str(folder / "rgw.keyring"))
        with (folder / "keyring").open("a") as keys:
            keys.write((folder / "rgw.keyring").read_text())
        cluster.started(stack, "radosgw", "-n", "client.rgw", "--no-mon-config")
        endpoint = f"http://127.0.0.1:{cluster.rgw_port}"
        _wait_for(endpoint, folder)
        access, secret = secrets.token_hex(10), secrets.token_hex(20)
        cluster.run(
            "radosgw-admin", "-n", "client.rgw", "user", "create", "--uid", "feria", "--display-name", "Feria",
            "--access-key", access, "--secret-key", secret,
        )  # fmt: skip
        yield Gateway(endpoint, access, secret)


def _monitor(cluster: _Cluster, stack: ExitStack) -> None:
    keys, monmap = str(cluster.folder / "keyring"), str(cluster.folder / "monmap")
    cluster.run(
        "ceph-authtool", "--create-keyring", keys, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *"
    )
    caps = ("--cap", "mon", "allow *", "--cap", "osd", "allow *", "--cap", "mgr", "allow *")
    cluster.run("ceph-authtool", keys, "--gen-key", "-n", "client.admin", *caps)
    address = f"[v1:127.0.0.1:{cluster.mon_port}]"
    cluster.run("monmaptool", "--create", "--addv", "a", address, "--fsid", cluster.fsid, monmap)
    cluster.run("ceph-mon", "--mkfs", "-i", "a", "--monmap", monmap, "--keyring", keys)
    cluster.started(stack, "ceph-mon", "-i", "a")


def _daemon(cluster: _Cluster, stack: ExitStack) -> None:
    (cluster.folder / "osd").mkdir()
    name, key = str(uuid4()), cluster.run("ceph-authtool", "--gen-print-key").strip()
    given = cluster.folder / "osd.json"
    given.write_text(json.dumps({"cephx_secret": key}))
    number = cluster.run("ceph", "osd", "new", name, "-i", str(given)).strip()
    assert number == "0"
    (cluster.folder / "osd" / "keyring").write_text(f"[osd.0]\n    key = {key}\n")
    osd = ("-i", "0", "--osd-uuid", name, "--keyring", str(cluster.folder / "osd" / "keyring"))
    cluster.run("ceph-osd", "--mkfs", "--no-mon-config", *osd)
    cluster.started(stack, "ceph-osd", *osd)


def _wait_for(endpoint: str, folder: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    while time.monotonic() < deadline:
        try:
            httpx.get(endpoint, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the gateway never answered:\n{(folder / 'radosgw.out').read_text()[-2000:]}")


def missing() -> list[str]:
    """What is not installed here."""
    places = os.environ["PATH"].split(":")
    return [one for one in PROGRAMS if not any((Path(place) / one).exists() for place in places)]
