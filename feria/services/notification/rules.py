"""Who learns of which step of a return or a case, and in which words."""

from typing import Literal

import msgspec

Reader = Literal["buyer", "seller", "operator"]


class Told(msgspec.Struct, frozen=True):
    """Heading, sentence and the words of the button; `{…}` are filled in from the claim."""

    heading: str
    sentence: str
    button: str


_RETURN, _CASE, _DESK = "Open the return", "Open the case", "Decide the case"

# (return or case, status, reader) → what is said. A step that is not here is told to nobody.
WORDS: dict[tuple[str, str, Reader], Told] = {
    ("return", "requested", "buyer"): Told(
        "We have passed on your return {number}",
        "{seller} has 48 hours to answer. Without an answer your return is approved by itself.",
        _RETURN,
    ),
    ("return", "requested", "seller"): Told(
        "{buyer} wants to send something back",
        "Return {number} is about {title}. Answer within 48 hours, after that it is approved by itself.",
        "Answer the return",
    ),
    ("return", "approved", "buyer"): Told(
        "Your return {number} is approved",
        "Pack it well, put a note with the number {number} inside, and tell us when you have sent it.",
        _RETURN,
    ),
    ("return", "approved", "seller"): Told(
        "Return {number} was approved by itself",
        "You did not answer within 48 hours. Say where it is to be sent, and give a label if the way back is yours.",
        _RETURN,
    ),
    ("return", "declined", "buyer"): Told(
        "{seller} has declined your return {number}",
        "If you think that this is wrong, tell us from the page of your order and we look into it.",
        _RETURN,
    ),
    ("return", "label_ready", "buyer"): Told(
        "The label for your return {number} is ready",
        "Print it from the page of your return, stick it on, and hand the parcel in. We notice when it is on its way.",
        "Print the label",
    ),
    ("return", "in_transit", "seller"): Told(
        "Return {number} is on its way to you",
        "Tell us when it has arrived, then refund it.",
        _RETURN,
    ),
    ("return", "received", "buyer"): Told(
        "{seller} has received your return {number}",
        "Your refund comes as soon as they have looked at it.",
        _RETURN,
    ),
    ("return", "refunded", "buyer"): Told(
        "{amount} goes back to you for return {number}",
        "It goes to where it came from, which can take a few days.",
        _RETURN,
    ),
    ("return", "rejected", "buyer"): Told(
        "{seller} does not accept what you sent back ({number})",
        "If you think that this is wrong, tell us from the page of your order and we look into it.",
        _RETURN,
    ),
    ("return", "cancelled", "buyer"): Told(
        "Your return {number} is closed",
        "It was not sent within 14 days.",
        _RETURN,
    ),
    ("return", "cancelled", "seller"): Told(
        "Return {number} is closed", "Nothing is sent back to you.", _RETURN
    ),
    ("case", "awaiting_seller", "seller"): Told(
        "{buyer} needs your answer in case {number}",
        "Answer within three days, or the marketplace takes over. Until it is decided, the money of this order waits.",
        "Answer the case",
    ),
    ("case", "awaiting_buyer", "buyer"): Told(
        "{seller} has answered your case {number}",
        "Read the answer. If it does not help, write back or call us in within seven days.",
        _CASE,
    ),
    ("case", "under_review", "buyer"): Told(
        "We look into your case {number}", "We read what both sides say and write to you.", _CASE
    ),
    ("case", "under_review", "seller"): Told(
        "The marketplace looks into case {number}",
        "Add what we should know while we look. You can still refund it yourself.",
        _CASE,
    ),
    ("case", "under_review", "operator"): Told(
        "Case {number} waits for a decision", "{buyer} against {seller}, about {title}.", _DESK
    ),
    ("case", "resolved_buyer", "buyer"): Told(
        "Case {number}: {amount} goes back to you",
        "It goes to where it came from, which can take a few days.",
        _CASE,
    ),
    ("case", "resolved_buyer", "seller"): Told(
        "Case {number} was decided for the buyer", "{amount} goes back to {buyer}.", _CASE
    ),
    ("case", "resolved_seller", "buyer"): Told(
        "Case {number} was decided for the seller", "Nothing goes back to you.", _CASE
    ),
    ("case", "resolved_seller", "seller"): Told(
        "Case {number} was decided for you",
        "Nothing goes back, and the money of this order is free again.",
        _CASE,
    ),
    ("case", "split", "buyer"): Told(
        "Case {number}: {amount} goes back to you", "The rest stays with {seller}.", _CASE
    ),
    ("case", "split", "seller"): Told(
        "Case {number}: {amount} goes back to {buyer}", "The rest of the order's money is free again.", _CASE
    ),
    ("case", "closed", "buyer"): Told(
        "Case {number} is closed", "You did not answer within seven days.", _CASE
    ),
    ("case", "closed", "seller"): Told(
        "Case {number} is closed", "Nothing goes back, and the money of this order is free again.", _CASE
    ),
}

# Told only when the clock made the step: whoever made it knows.
_ONLY_BY_CLOCK = {
    ("return", "approved", "seller"),
    ("return", "cancelled", "buyer"),
    ("case", "closed", "buyer"),
}


def readers(kind: str, status: str, by: str) -> list[Reader]:
    """Who is told that a return or a case has reached a status by a role's step."""
    found: list[Reader] = []
    for told_of, told_status, reader in WORDS:
        one = (told_of, told_status, reader)
        if one[:2] == (kind, status) and (by == "clock" or one not in _ONLY_BY_CLOCK):
            found.append(reader)
    return found
