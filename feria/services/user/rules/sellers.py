"""What a seller may become, and by which of the operator's steps."""

from typing import NamedTuple

# The states of a seller and where each may lead (domain rules). Where no checklist is configured, approval leads
# from `applied` to `active` at once; `onboarding` and `in_review` are the stations of a checklist.
TRANSITIONS: dict[str, frozenset[str]] = {
    "applied": frozenset({"onboarding", "active", "rejected"}),
    "onboarding": frozenset({"in_review", "rejected"}),
    "in_review": frozenset({"onboarding", "active", "rejected"}),
    "active": frozenset({"suspended", "closed"}),
    "suspended": frozenset({"active", "closed"}),
    "closed": frozenset(),
    "rejected": frozenset(),
}

# Twelve hues that are told apart and legible (visual identity), given in order of sign-up.
STALL_HUES = (20, 48, 75, 105, 140, 168, 200, 235, 270, 300, 325, 355)


class Step(NamedTuple):
    """A decision of the operator: the states in which it can be taken, and where it leads."""

    sources: frozenset[str]
    target: str
    needs_reason: bool


STEPS: dict[str, Step] = {
    "approve": Step(frozenset({"applied", "in_review"}), "active", needs_reason=False),
    "reject": Step(frozenset({"applied", "onboarding", "in_review"}), "rejected", needs_reason=True),
    "suspend": Step(frozenset({"active"}), "suspended", needs_reason=True),
    "resume": Step(frozenset({"suspended"}), "active", needs_reason=False),
}


def stall_hue(sign_ups_before: int) -> int:
    """The colour of the next stall."""
    return STALL_HUES[sign_ups_before % len(STALL_HUES)]
