"""The folder of the index on disk: which generation counts, who may write, and whether its files are whole."""

import fcntl
import math
import os
import struct
import time
import zlib
from pathlib import Path

import msgspec

CURRENT = "CURRENT"
_LOCK = "LOCK"
_FOOTER_MAGIC = 1337
_FOOTER_BYTES_MAX = 1000
_CHUNK_BYTES = 1 << 20

Cursor = tuple[int, int]
"""How far `product.changes` has been read: (xid, seq), in this order, so that late commits are never skipped."""

Marks = dict[str, tuple[int, int]]
"""Size and time of change of files that never change once written."""


class CatalogueLocked(Exception):  # noqa: N818 - a sentence
    """Another process on this node is writing the index."""


class Current(msgspec.Struct, frozen=True):
    """The file that says which folder counts, how fresh it is, and what it was made from."""

    folder: str
    schema: str
    source: str
    markets: tuple[str, ...]
    cursor: Cursor
    generation: int


class _Deletes(msgspec.Struct):
    opstamp: int


class _Segment(msgspec.Struct):
    segment_id: str
    deletes: _Deletes | None = None


class _Meta(msgspec.Struct):
    segments: list[_Segment]


def read_current(root: Path) -> Current | None:
    """Reads which index counts; nothing if there is none or the file is damaged."""
    try:
        return msgspec.json.decode((root / CURRENT).read_bytes(), type=Current)
    except (OSError, msgspec.DecodeError):
        return None


def write_current(root: Path, current: Current, durable: bool = True) -> None:
    """Replaces the file in one step, so that a reader sees the old one or the new one."""
    replace(root / CURRENT, msgspec.json.encode(current), durable)


def replace(path: Path, content: bytes, durable: bool = True) -> None:
    """Writes a file beside the one that is there and puts it in its place."""
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        if durable:
            os.fsync(file.fileno())
    beside.replace(path)


def lock(root: Path) -> int:
    """Takes the right to write, kept until the descriptor is closed; raises CatalogueLocked."""
    root.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(root / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise CatalogueLocked("the catalogue index is being written by another process") from None
    beat(descriptor)
    return descriptor


def beat(descriptor: int) -> None:
    """Leaves a sign, in the time of the lock's file, that the index follows the database."""
    os.utime(descriptor)


def seconds_since_beat(root: Path) -> float:
    """How long ago the writer gave a sign; infinite where there never was one."""
    try:
        return (time.time_ns() - (root / _LOCK).stat().st_mtime_ns) / 1e9  # the file system's clock, not ours
    except OSError:
        return math.inf


def holds_lock(root: Path, descriptor: int) -> bool:
    """Tells whether the lock file is still the one that was locked, and was not deleted meanwhile."""
    try:
        there, ours = (root / _LOCK).stat(), os.fstat(descriptor)
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)


def marks(folder: Path) -> Marks | None:
    """Lists the files that the committed segments consist of; nothing if the folder cannot be read or lacks one."""
    for _ in range(3):  # a merge may replace segments between the two reads
        try:
            meta = _meta(folder)
            found = _files_of(folder, meta)
            if found is not None or _meta(folder) == meta:
                return found
        except (OSError, msgspec.DecodeError):
            continue
    return None


def _meta(folder: Path) -> _Meta:
    return msgspec.json.decode((folder / "meta.json").read_bytes(), type=_Meta)


def _files_of(folder: Path, meta: _Meta) -> Marks | None:
    segments = {segment.segment_id.replace("-", ""): segment for segment in meta.segments}
    found: Marks = {}
    seen = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            stem, _, rest = entry.name.partition(".")
            if stem in segments and not rest.endswith("del"):
                stat = entry.stat()
                found[entry.name] = (stat.st_size, stat.st_mtime_ns)
                if rest == "term":
                    seen.add(stem)
    for stem, segment in segments.items():
        if segment.deletes:
            name = f"{stem}.{segment.deletes.opstamp}.del"
            stat = (folder / name).stat()
            found[name] = (stat.st_size, stat.st_mtime_ns)
    return found if seen == set(segments) else None


def changed(folder: Path, known: Marks) -> bool:
    """Tells whether a file that must never change has another size or time; a missing one may have been merged."""
    place = f"{folder}/"  # a Path for each file costs more than the question
    for name, mark in known.items():
        try:
            stat = os.stat(place + name)
        except OSError:
            continue
        if (stat.st_size, stat.st_mtime_ns) != mark:
            return True
    return False


def whole(folder: Path) -> bool:
    """Compares the checksum at the end of every segment file with its content (about 1 s per GB)."""
    found = marks(folder)
    if found is None:
        return False
    try:
        return all(_checksum_holds(folder / name) for name in found)
    except (OSError, struct.error, msgspec.MsgspecError):
        return False


class _Footer(msgspec.Struct):
    crc: int


def _checksum_holds(path: Path) -> bool:
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(end - 8, 0))
        length, magic = struct.unpack("<II", file.read(8))
        body = end - 8 - length
        if magic != _FOOTER_MAGIC or length > _FOOTER_BYTES_MAX or body < 0:
            return False
        file.seek(body)
        expected = msgspec.json.decode(file.read(length), type=_Footer).crc
        file.seek(0)
        crc, left = 0, body
        while left and (chunk := file.read(min(left, _CHUNK_BYTES))):
            crc, left = zlib.crc32(chunk, crc), left - len(chunk)
    return crc == expected
