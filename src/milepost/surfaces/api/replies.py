"""What every address of the REST door answers with."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

import pydantic
from django.db import DatabaseError, OperationalError
from django.http import HttpResponse

from milepost.base import storage
from milepost.base.refusal import Refusal
from milepost.surfaces.api import problems
from milepost.surfaces.api.problems import Wrong

_log = logging.getLogger(__name__)


def answered(answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The response, or the refusal as problem+json."""
    try:
        return answer()
    except Wrong as wrong:
        return problems.answer(wrong)
    except pydantic.ValidationError as error:
        return problems.answer(problems.from_validation(error))
    except Refusal as refusal:
        return problems.answer(problems.from_refusal(refusal))
    except DatabaseError as error:
        if (untaken := storage.refusal_of(error)) is not None:
            return problems.answer(problems.from_refusal(untaken))
        if not isinstance(error, OperationalError):
            raise
        _log.exception("the database did not answer")
        return problems.answer(problems.busy())


def respond(
    answer: Any, revision: int, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """JSON, marked with the revision it was made from."""
    return HttpResponse(
        json.dumps(answer, ensure_ascii=False, separators=(",", ":")),
        status=status,
        content_type="application/json",
        headers={"ETag": f'"{revision}"', "Cache-Control": "no-store", **(headers or {})},
    )


def no_method(method: str, allowed: str) -> Wrong:
    """The refusal of a method an address does not know, naming those it knows."""
    return Wrong(
        405,
        "no-such-method",
        f"This address does not answer {method}.",
        f"It answers {allowed}.",
        headers={"Allow": allowed},
    )
