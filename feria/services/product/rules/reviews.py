"""What may become of a review, and what of it is shown. Pure functions."""

import unicodedata
from datetime import datetime, timedelta
from typing import Literal

State = Literal["pending", "published", "flagged", "rejected", "removed"]
Decision = Literal["published", "rejected", "removed"]

VISIBLE: frozenset[State] = frozenset({"published", "flagged"})
# What the operator has taken away stays away: its author neither changes nor replaces it.
CLOSED: frozenset[State] = frozenset({"rejected", "removed"})
REVIEWED_WITHIN = timedelta(days=100)
AUTHOR_LENGTH_MAX = 40
_DECIDED_FROM: dict[Decision, frozenset[State]] = {
    "published": frozenset({"pending", "flagged", "rejected", "removed"}),
    "rejected": frozenset({"pending"}),
    "removed": frozenset({"published", "flagged"}),
}


def shown_name(name: str) -> str:
    """The name under a review: the first one and the initial of the last, as in `Ana P.`."""
    words = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in name).split()
    if not words:
        return ""
    first = words[0][:AUTHOR_LENGTH_MAX]
    return f"{first} {words[-1][0].upper()}." if len(words) > 1 else first


def clean_text(text: str) -> str:
    """Plain text as it was written, without control characters but line breaks, and without space around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs")
    ).strip()


def until(delivered_at: datetime) -> datetime:
    """The last moment in which what arrived then may be reviewed."""
    return delivered_at + REVIEWED_WITHIN


def first_state(checked_first: bool) -> State:
    """Where a review begins: visible, unless the operator looks at each before."""
    return "pending" if checked_first else "published"


def state_after_change(state: State, checked_first: bool) -> State:
    """Where an open review is once its author has changed it: what others have flagged stays so."""
    return "pending" if checked_first else state


def may_decide(state: State, decision: Decision) -> bool:
    """Whether the operator may take a review from this state to that one."""
    return state in _DECIDED_FROM[decision]


def rating_change(
    before: State | None, stars_before: int, after: State | None, stars_after: int
) -> tuple[int, int]:
    """How many more stars and reviews are visible; None stands for no review."""
    seen_before, seen_after = before in VISIBLE, after in VISIBLE
    return (
        (stars_after if seen_after else 0) - (stars_before if seen_before else 0),
        seen_after - seen_before,
    )
