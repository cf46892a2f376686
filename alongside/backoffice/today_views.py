"""Today, the first screen after signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.home import HomeView

from alongside.accounts.permissions import can_read_enquiries, can_see_today, staff_view
from alongside.enquiries.models import inbox_settings

from .today import today_for


@require_safe
@staff_view(can_see_today)
def today(request: HttpRequest) -> HttpResponse:
    """What needs her, one tap to each, and how fast she has said that answers come."""
    shown: dict[str, Any] = {"today": today_for(request.user)}
    if can_read_enquiries(request.user):
        settings, day = inbox_settings(), timezone.localdate()
        shown |= {"settings": settings, "days": settings.days_to_answer(day)}
        shown |= {"is_in_treatment": settings.is_in_treatment(day)}
    return render(request, "backoffice/today.html", shown)


@never_cache
@require_admin_access
def first_screen(request: HttpRequest) -> HttpResponse:
    """`/admin/`: Today for those whom something may wait for; Wagtail's own first screen for writers.

    `/admin/?website` is Wagtail's for everybody: drafts, locked pages, what was edited last.
    """
    if can_see_today(request.user) and "website" not in request.GET:
        return today(request)
    return HomeView.as_view()(request)
