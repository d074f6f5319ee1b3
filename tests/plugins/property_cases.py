"""How many cases a property test tries: 200 in `make test`, 10,000 with HYPOTHESIS_PROFILE=ci.

`tests/conftest.py` imports this module; a test changes neither number nor deadline by itself.
"""

import os

from hypothesis import HealthCheck, settings

CASES = {"default": 200, "ci": 10_000}

for _name, _cases in CASES.items():
    settings.register_profile(
        _name,
        max_examples=_cases,
        deadline=None,  # a shared machine pauses; slowness is what bench is for
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
