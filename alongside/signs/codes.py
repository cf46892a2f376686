"""The code of a sign: what people's experiences and every release know it by. It never changes."""

from itertools import chain, count
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from .models import SignPage

LONGEST = 60


def free_code(sign: "SignPage") -> str:
    """`s-` and the slug; with a number if another sign has that."""
    stem = f"s-{sign.slug}"[: LONGEST - 4]
    taken = set(_others(sign, brief_id__startswith=stem))
    return next(c for c in chain([stem], (f"{stem}-{n}" for n in count(2))) if c not in taken)


def check_codes(sign: "SignPage") -> None:
    """Raises ValidationError if the code changed or is another sign's, or `merged_into` leads nowhere."""
    problems = {}
    kept = _kept_code(sign)
    if kept and kept != sign.brief_id:
        problems["brief_id"] = f"It stays {kept}: what people told us is counted under it."
    elif _others(sign, brief_id=sign.brief_id):
        problems["brief_id"] = "Another sign has this id."
    if sign.merged_into and (problem := _problem_of_merging(sign)):
        problems["merged_into"] = problem
    if problems:
        raise ValidationError(problems)


def _others(sign: "SignPage", **wanted: str) -> list[str]:
    others = type(sign).objects.exclude(pk=sign.pk).filter(**wanted)
    return list(others.values_list("brief_id", flat=True))


def _kept_code(sign: "SignPage") -> str:
    codes = type(sign).objects.filter(pk=sign.pk).values_list("brief_id", flat=True)
    return codes.first() or "" if sign.pk else ""


def _problem_of_merging(sign: "SignPage") -> str:
    into = dict(type(sign).objects.exclude(brief_id="").values_list("brief_id", "merged_into"))
    into[sign.brief_id] = sign.merged_into
    code, seen = sign.merged_into, {sign.brief_id}
    while code:
        if code in seen:
            return "That sign is itself part of this one."
        if code not in into:
            return f"There is no sign {code}."
        seen.add(code)
        code = into[code]
    return ""


def merged() -> dict[str, str]:
    """Code of a sign that was merged → the code that it is counted under, however long the chain."""
    signs = apps.get_model("signs", "SignPage").objects.exclude(merged_into="")
    into = dict(signs.values_list("brief_id", "merged_into"))
    return {code: _last(code, into) for code in into}


def counted_under(code: str) -> list[str]:
    """Codes of the signs that were merged into this one."""
    return counted_under_each().get(code, [])


def counted_under_each() -> dict[str, list[str]]:
    """Code of a sign → codes of the signs that were merged into it."""
    under: dict[str, list[str]] = {}
    for old, new in merged().items():
        under.setdefault(new, []).append(old)
    return under


def _last(code: str, into: dict[str, str]) -> str:
    seen = {code}
    while (following := into.get(code)) and following not in seen:
        seen.add(following)
        code = following
    return code
