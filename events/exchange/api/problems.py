"""A refusal that a program can read: RFC 9457, "Problem Details for HTTP APIs".

They are in English: whoever reads them writes the program that asked.
"""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpResponse
from pydantic_core import to_json

from core.limits import TooMany

CONTENT_TYPE = "application/problem+json"
LANGUAGE = "en"
NO_FEED = "There is no such calendar or feed, or it is not shown any longer."
# What is wrong is said of the first few: whoever sends two hundred reads no two hundred sentences.
MOST_SAID = 10


class ProblemError(Exception):
    """What was asked cannot be answered. `errors`: (parameter, what is wrong with it), in English."""

    def __init__(
        self, status: int, detail: str, *, errors: Sequence[tuple[str, str]] = (), retry_after: int = 0
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.retry_after = status, detail, errors, retry_after


def wrong(parameter: str, detail: str) -> ProblemError:
    """One parameter that cannot be used."""
    return ProblemError(422, "A parameter cannot be used.", errors=[(parameter, detail)])


def problem_of(error: ProblemError) -> HttpResponse:
    return problem_response(
        error.status, error.detail, errors=error.errors, headers=_retry_after(error.retry_after)
    )


def too_many(error: TooMany) -> HttpResponse:
    limit = error.limit
    detail = (
        f"At most {limit.times} questions in {limit.seconds} seconds. Ask again in {error.seconds} seconds."
    )
    return problem_of(ProblemError(429, detail, retry_after=error.seconds))


def problem_response(
    status: int,
    detail: str,
    *,
    errors: Sequence[tuple[str, str]] = (),
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """`type` is "about:blank": the status says what kind of problem it is (section 4.2.1)."""
    said: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        said["errors"] = [
            {"parameter": parameter, "detail": words} for parameter, words in errors[:MOST_SAID]
        ]
    response = HttpResponse(to_json(said), status=status, content_type=CONTENT_TYPE, headers=headers)
    response.headers["Content-Language"] = LANGUAGE
    response.headers["Cache-Control"] = "no-store"
    return response


def _retry_after(seconds: int) -> dict[str, str]:
    return {"Retry-After": str(seconds)} if seconds else {}
