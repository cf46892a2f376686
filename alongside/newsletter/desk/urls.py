"""The addresses of the founders' screens, under /admin/letters/. Numbers only."""

from django.urls import path

from alongside.newsletter.letter_views import check_letter

from . import import_views as importing
from . import letter_views as letters
from . import mailing_views as mailings
from . import people_views as people
from . import settings_views as settings

urlpatterns = [
    path("", letters.letters, name="letters"),
    path("<int:page_id>/", letters.letter, name="letter"),
    path("<int:page_id>/check/", check_letter, name="check_letter"),
    path("<int:page_id>/test/", letters.test, name="letter_test"),
    path("<int:page_id>/send/", letters.send, name="letter_send"),
    path("sent/<int:pk>/", mailings.mailing, name="mailing"),
    path("sent/<int:pk>/progress/", mailings.progress, name="mailing_progress"),
    path("sent/<int:pk>/press/", mailings.press, name="mailing_press"),
    path("sent/<int:pk>/not-sent/", mailings.not_sent, name="mailing_not_sent"),
    path("sent/address/<int:pk>/", mailings.address, name="mailing_address"),
    path("people/", people.people, name="letter_people"),
    path("people/one/", people.person, name="letter_person"),
    path("people/file/", people.export, name="letter_export"),
    path("settings/", settings.settings, name="letter_settings"),
    path("settings/series/", settings.add_to_series, name="letter_series_in"),
    path("settings/series/<int:pk>/out/", settings.take_from_series, name="letter_series_out"),
    path("import/", importing.imports, name="letter_imports"),
    path("import/<int:pk>/", importing.one_import, name="letter_import"),
    path("import/<int:pk>/progress/", importing.progress, name="letter_import_progress"),
    path("import/<int:pk>/press/", importing.press, name="letter_import_press"),
    path("import/<int:pk>/not-taken/", importing.rejected, name="letter_import_rejected"),
]
