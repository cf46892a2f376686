"""The URL map. Whatever is not named here is a page of Wagtail's tree."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from alongside.accounts.views import first_founder, invitation, sign_out, too_often
from alongside.answers.feeds import NewAndChangedAnswers
from alongside.answers.views import leaflet
from alongside.backoffice.today_views import first_screen
from alongside.backoffice.views import trust
from alongside.core.publishing import published
from alongside.core.views import (
    bad_request,
    icon,
    media,
    page_not_found,
    robots,
    security_txt,
    server_error,
)
from alongside.newsletter.bouncing import webhooks
from alongside.newsletter.feeds import Letters
from alongside.pages.search.views import search
from alongside.pages.sitemaps import FixedSitemap, MoreSitemap, Sitemap

# Wagtail's own doors know nothing of a second step, its screens for users set passwords, and looking at
# its way out signs out.
_SIGN_IN = RedirectView.as_view(pattern_name="account_login", query_string=True)
_PEOPLE = RedirectView.as_view(pattern_name="people")

SITEMAPS = {"pages": Sitemap, "doors": FixedSitemap, "more": MoreSitemap}

urlpatterns = [
    path("admin/login/", _SIGN_IN),
    path("_util/login/", _SIGN_IN),
    path("admin/logout/", sign_out),
    re_path(r"^admin/(?:users|groups|bulk/accounts|bulk/auth)/", _PEOPLE),
    path("admin/", first_screen),
    path("admin/", include(wagtailadmin_urls)),
    path("account/", include("alongside.accounts.urls")),
    path("invitation/<str:token>/", invitation, name="invitation"),
    path("welcome/<str:token>/", first_founder, name="first-founder"),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media, name="media"),
    path("search/", search, name="search"),
    path("answers/<slug:slug>/leaflet.pdf", leaflet, name="leaflet"),
    path("", include("alongside.enquiries.urls")),
    path("", include("alongside.experiences.urls")),
    path("", include("alongside.signs.urls")),
    path("", include("alongside.newsletter.urls")),
    path("", include("alongside.orders.urls")),
    path("webhooks/mail/", include(webhooks.urls(settings.MAIL_PROVIDER))),
    path("trust/", trust, name="trust"),
    path("feed.xml", published(NewAndChangedAnswers()), name="feed"),
    path("letters/feed.xml", published(Letters()), name="letters-feed"),
    path("sitemap.xml", published(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", icon, name="icon"),
    path(".well-known/security.txt", security_txt, name="security"),
    path("", include(wagtail_urls)),
]
handler400 = bad_request
handler404 = page_not_found
handler429 = too_often
handler500 = server_error
