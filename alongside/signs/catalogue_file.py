"""The catalogue as a file: every sign with the words that people use for it."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from alongside.core.publishing import published

from .catalogue import catalogue


@published
def catalogue_file(request: HttpRequest) -> HttpResponse:
    """`[{code, name, place, words}]`. Names and words alone: it says nothing about anybody."""
    signs = [
        {
            "code": sign.code,
            "name": sign.name,
            "place": sign.place,
            "words": [*sign.lay_terms, *sign.asked],
        }
        for sign in catalogue()
    ]
    return JsonResponse({"signs": signs}, json_dumps_params={"ensure_ascii": False})
