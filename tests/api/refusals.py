"""How a refusal looks."""

import httpx

PROBLEM = "application/problem+json"


def assert_refused(answer: httpx.Response, *statuses: int) -> None:
    """A problem document with one of these statuses."""
    assert answer.status_code in statuses, f"{answer.status_code} {answer.text[:300]}"
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert (problem["status"], bool(problem["title"])) == (answer.status_code, True)
    assert (
        "Traceback" not in answer.text
        and "SELECT" not in answer.text
        and "/site-packages/" not in answer.text
    )
