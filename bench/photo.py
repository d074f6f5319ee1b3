"""The renditions of one photograph of twelve megapixels, in a process of its own: `python -m bench.photo`."""

import json
import resource
import subprocess
import sys
import time

from feria.core import pictures
from feria.services.product.queries.products import RENDITIONS

WIDTH, HEIGHT = 4_000, 3_000
READINGS = 5
SMALL = 64


def _photo() -> bytes:
    """A JPEG as a phone takes it: soft shapes under fine noise, some four megabytes."""
    import pyvips

    places = pyvips.Image.xyz(WIDTH, HEIGHT)
    waves = [
        (places[0] * across + places[1] * down).sin() * 60 + 120
        for across, down in ((0.11, 0.07), (0.05, 0.13), (0.17, 0.03))
    ]
    noise = pyvips.Image.gaussnoise(WIDTH, HEIGHT, sigma=6, mean=0)
    shot = (waves[0].bandjoin(waves[1:]) + noise).cast("uchar").copy(interpretation="srgb")
    return bytes(shot.jpegsave_buffer(Q=90))


def rendered() -> tuple[float, float]:
    """CPU seconds that four renditions take at most, and peak memory of the process, in MB."""
    command = [sys.executable, "-m", "bench.photo"]
    photo = subprocess.run([*command, "shoot"], check=True, stdout=subprocess.PIPE).stdout
    answer = subprocess.run([*command, "render"], check=True, input=photo, stdout=subprocess.PIPE).stdout
    seconds, memory = json.loads(answer)
    return float(seconds), float(memory)


def _measured(photo: bytes) -> tuple[float, float]:
    pictures.render(pictures.render(photo, (SMALL * 4,)).files[SMALL * 4], (SMALL,))  # loads the library
    readings = []
    for _ in range(READINGS):
        started = time.process_time()
        pictures.render(photo, RENDITIONS)
        readings.append(time.process_time() - started)
    return max(readings), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1:] == ["shoot"]:
        sys.stdout.buffer.write(_photo())
    elif sys.argv[1:] == ["render"]:
        sys.stdout.write(json.dumps(_measured(sys.stdin.buffer.read())))
    else:
        seconds, memory = rendered()
        sys.stdout.write(f"{seconds * 1000:.0f} ms of CPU, {memory:.0f} MB\n")
