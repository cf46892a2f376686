"""The editors' side calls nobody, keeps nothing in a cache, and has no back door."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.urls import NoReverseMatch, reverse

pytestmark = pytest.mark.django_db

LOADS = {
    ("script", "src"), ("img", "src"), ("img", "srcset"), ("link", "href"), ("iframe", "src"),
    ("source", "src"), ("object", "data"), ("form", "action"), ("use", "href"),
}  # fmt: skip


class _Loaded(HTMLParser):
    def __init__(self):
        super().__init__()
        self.addresses, self.links = [], []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if (tag, name) in LOADS and value:
                self.addresses.append(value)
            if (tag, name) == ("a", "href") and value:
                self.links.append(value)


def _screens(answer):
    return [
        reverse("wagtailadmin_home"),
        reverse("checks_due"),
        reverse("not_checked"),
        reverse("check_page", args=[answer.pk]),
        reverse("wagtailadmin_pages:edit", args=[answer.pk]),
        reverse("wagtailadmin_pages:history", args=[answer.pk]),
        reverse("wagtailadmin_explore", args=[answer.get_parent().pk]),
        reverse("wagtailsnippets_core_source:list"),
        reverse("wagtailsnippets_pages_menu:list"),
        reverse("wagtailadmin_account"),
        reverse("wagtailusers_users:index"),
        reverse("wagtailimages:index"),
        reverse("wagtailadmin_login"),
    ]


@pytest.fixture
def superuser(founder):
    founder.is_superuser = True  # Wagtail asks for updates on a superuser's screens only
    founder.save()
    return founder


def test_no_screen_loads_anything_from_elsewhere(answer, superuser, signed_in):
    client, loaded = signed_in(superuser), 0
    for address in _screens(answer):
        html = client.get(address, follow=True).content.decode()
        page = _Loaded()
        page.feed(html)
        loaded += len(page.addresses)
        elsewhere = [url for url in page.addresses if urlsplit(url).netloc]
        assert elsewhere == [], address
        for word in ("gravatar", "releases.wagtail.org", "wagtail.org/", "googleapis"):
            assert word not in html.replace("guide.wagtail.org", ""), (address, word)
    assert loaded > 50


def test_the_browser_is_told_to_load_nothing_from_elsewhere(answer, superuser, signed_in):
    client = signed_in(superuser)
    for address in _screens(answer):
        policy = dict(
            part.strip().split(" ", 1)
            for part in client.get(address)["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'self'", address
        assert policy["frame-ancestors"] == "'self'"
        assert policy["object-src"] == "'none'"
        for values in policy.values():
            assert not [value for value in values.split() if value.startswith(("http", "*"))]


def test_no_screen_of_the_editors_is_kept_anywhere(answer, superuser, reader, signed_in):
    client = signed_in(superuser)
    assert reader.get(answer.url)["x-alongside-published"] == "1"
    for address in _screens(answer):
        response = client.get(address, follow=True)
        assert "x-alongside-published" not in response, address
        assert "private" in response["Cache-Control"], address


def test_nobody_resets_a_password_by_mail(reader, mailoutbox, founder):
    address = "/admin/password_reset/"
    assert reader.get(address).status_code == 404
    reader.post(address, {"email": founder.email})
    assert mailoutbox == []
    login = reader.get(reverse("wagtailadmin_login"), follow=True).content.decode()
    assert "Sign in" in login
    assert "password_reset" not in login
    with pytest.raises(NoReverseMatch):
        reverse("admin:login")


def test_a_notice_to_reviewers_says_where_to_check_and_nothing_of_the_words(
    answer, editor, reviewer, mailoutbox, signed_in
):
    from tests.editor_form import press

    press(signed_in(editor), answer, "submit", sentence="The canary sings.")
    mail = next(m for m in mailoutbox if m.to == [reviewer.email])
    assert reverse("check_page", args=[answer.pk]) in mail.body
    for text in (mail.body, mail.subject):
        assert "canary" not in text
        assert "/edit/" not in text
