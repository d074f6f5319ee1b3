"""Marketplaces of real processes: one web server with its indexer, or seven behind nginx with all that they need."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from feria import app, generate

FERIA = (sys.executable, "-m", "feria")
READY_SECONDS_MAX = 120.0
STOP_SECONDS_MAX = 20.0

NGINX = """
daemon off;
error_log {folder}/error.log warn;
pid {folder}/nginx.pid;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/feria.conf;
}}
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def spawn(command: Sequence[str], environment: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    """Start a process; its output is added to a log file."""
    with log.open("ab") as output:
        return subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=output)


def kill(started: "subprocess.Popen[bytes]") -> None:
    """End a process without giving it a chance to clean up."""
    started.kill()
    started.wait()


@contextmanager
def process(
    name: str, command: list[str], environment: dict[str, str], log: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that is ended with the block."""
    started = spawn(command, environment, log)
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            kill(started)
            raise AssertionError(f"{name} did not stop; its log is {log}") from None


def wait_ready(url: str, log: Path) -> None:
    """Wait until an address answers 200."""
    deadline = time.monotonic() + READY_SECONDS_MAX
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{url} never answered:\n{log.read_text()[-4000:]}")


@contextmanager
def served(environment: dict[str, str], folder: Path) -> Iterator[str]:
    """All services in one web process, the indexer beside it, no worker; the address."""
    port, log = free_port(), folder / "serve.log"
    address = f"http://127.0.0.1:{port}"
    told = {**environment, "FERIA_PORT": str(port), "FERIA_PUBLIC_URL": address}
    with process("serve", [*FERIA, "serve"], told, log):
        wait_ready(f"{address}/readyz", log)
        yield address


@contextmanager
def seven(environment: dict[str, str], folder: Path) -> Iterator[str]:
    """Each service in its own web process behind nginx, events and jobs in two workers; the gateway's address."""
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    gateway_port = free_port()
    ports = {part: free_port() for part in app.PARTS}
    address = f"http://127.0.0.1:{gateway_port}"
    shared = {**environment, "FERIA_PUBLIC_URL": address, "FERIA_TRUST_PROXY": "1"}
    with ExitStack() as stack:
        for part, port in ports.items():
            log = folder / f"{part}.log"
            command = [*FERIA, "web", "--services", part]
            stack.enter_context(process(part, command, {**shared, "FERIA_PORT": str(port)}, log))
        stack.enter_context(process("indexer", [*FERIA, "indexer"], shared, folder / "indexer.log"))
        for number, services in enumerate(("user,product,cart,order", "payment,notification,analytics")):
            command = [*FERIA, "worker", "--services", services]
            stack.enter_context(process("worker", command, shared, folder / f"worker{number}.log"))
        upstreams = {part: f"127.0.0.1:{port}" for part, port in ports.items()}
        (folder / "feria.conf").write_text(generate.gateway(upstreams, f"127.0.0.1:{gateway_port}"))
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder))
        command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        stack.enter_context(process("nginx", command, {}, folder / "nginx.log"))
        for part, port in ports.items():
            wait_ready(f"http://127.0.0.1:{port}/readyz", folder / f"{part}.log")
        wait_ready(f"{address}/healthz", folder / "nginx.log")
        yield address
