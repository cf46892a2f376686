"""A founder brings in a list: who said yes twice is added, who asked once is asked, nobody else hears."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core import csv_tables
from alongside.core.mail.actions import stop_mail_to
from alongside.core.mail.models import OutboxMessage
from alongside.core.typed_days import day_of
from alongside.newsletter.actions import bringing_in, importing
from alongside.newsletter.contact import mark_of
from alongside.newsletter.finding import by_address
from alongside.newsletter.models import Consent, PeopleImport, Subscriber, Suppressed
from tests.enquiries.conftest import seen

from .subscribers import subscribe

pytestmark = pytest.mark.django_db
HOME = "/admin/letters/import/"
HEAD = "Email Address,First Name,OPTIN_TIME,CONFIRM_TIME,Source"
ROWS = [
    "twice@example.org,Una,2024-05-03 10:00:00,2024-05-03 10:05:00,Form on our old website",
    "once@example.org,Bea,03/06/2024,,Paper list at the stand",
    "known@example.org,,2024-05-03,2024-05-03,Form",
    "left@example.org,,2024-05-03,2024-05-03,Form",
    "erased@example.org,,2024-05-03,2024-05-03,Form",
    "dead@example.org,,2024-05-03,2024-05-03,Form",
    "TWICE@example.org,,2024-05-03,2024-05-03,Form",
    "no address,,2024-05-03,2024-05-03,Form",
    "noday@example.org,Cleo,soon,2024-05-03,=HYPERLINK(1)",
    "nohow@example.org,,2024-05-03,2024-05-03,",
]
OPEN = 'bea@example.org,"Bea,2024-05-03,,Form'
CLOSE = 'zoe@example.org,Zoe",2024-05-03,,Form'
PARTS = {"parts_for_all": ["1", "4"]}
CHOSEN = {"address": "0", "first_name": "1", "asked_on": "2", "confirmed_on": "3", "how": "4"}


@pytest.fixture
def desk(founder, signed_in):
    return signed_in(founder)


@pytest.fixture
def known(db: None) -> None:
    subscribe("known@example.org")
    subscribe("left@example.org", state="left", left_at=timezone.now())
    Suppressed.objects.create(mark=mark_of("erased@example.org"), why="erased")
    stop_mail_to("dead@example.org", "bereavement")


def upload(desk, *rows: str, head: str = HEAD, encoding: str = "utf-8", ending: str = "\r\n"):
    raw = ending.join((head, *rows)).encode(encoding)
    file = SimpleUploadedFile("people.csv", raw, "text/csv")
    return desk.post(HOME, {"file": file})


def begun(desk, *rows: str, **form: object) -> PeopleImport:
    upload(desk, *rows)
    one = PeopleImport.objects.first()
    desk.post(f"{HOME}{one.pk}/", CHOSEN | PARTS | form)
    desk.post(f"{HOME}{one.pk}/press/", {"press": "begin"})
    return PeopleImport.objects.get(pk=one.pk)


def test_from_the_file_to_the_last_answer(desk, known):
    where = upload(desk, *ROWS)["Location"]
    page = seen(desk.get(where))
    assert "Its columns" in page and "What would happen" not in page  # for which parts?
    answer = desk.post(where, CHOSEN)
    assert answer.status_code == 422 and "Please tick at least one." in seen(answer)
    page = seen(desk.post(where, CHOSEN | PARTS, follow=True))
    assert "What would happen with 10 rows" in page
    for words in (
        "1 Said yes twice", "1 Asked once", "1 Gets letters already", "1 Has left",
        "2 Is on the list", "1 Stands in the file before", "1 Is no e-mail address",
        "2 No proof that she asked",
    ):  # fmt: skip
        assert words in page
    assert "Asked on 3 June 2024: Paper list at the stand." in page  # days as in the UK
    assert "Save what is not taken (8)" in page
    assert Subscriber.objects.count() == 2 and not OutboxMessage.objects.exists()
    desk.post(f"{where}press/", {"press": "begin"})
    assert Subscriber.objects.count() == 2
    bringing_in.carry_on()
    una, bea = by_address("twice@example.org"), by_address("once@example.org")
    assert (una.state, una.parts, una.contact().first_name) == ("active", 5, "Una")
    assert f"{una.confirmed_at:%Y-%m-%d}" == "2024-05-03"
    consent = una.consents.get()
    assert (consent.where, consent.parts) == ("import", 5)
    assert consent.proof_in_words() == (
        "Asked on 3 May 2024, said yes again on 3 May 2024: Form on our old website"
    )
    assert (bea.state, bea.confirmed_at) == ("asked", None)
    assert bea.consents.get().proof_in_words() == "Asked on 3 June 2024: Paper list at the stand"
    assert [row.letter().to for row in OutboxMessage.objects.all()] == ["once@example.org"]
    assert Subscriber.objects.count() == 4
    page = seen(desk.get(where))
    assert "It is done." in page and "Asked by mail: 1 of 1" in page
    answer = desk.post(f"{where}not-taken/")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 8 and rows[-2]["Source"] == "'=HYPERLINK(1)"
    assert rows[-1]["why not"] == "no proof that she asked: the day or the way is missing"
    log = AuditEntry.objects.filter(action__startswith="newsletter.import").order_by("pk")
    assert [row.action for row in log] == ["newsletter.import_taken", "newsletter.import_begun"]


def test_nothing_of_the_file_stays(desk, founder, settings):
    one = begun(desk, "canary-list@example.org,Canarina,soon,,Canaryplace")
    for column in (one.locked, one.how, repr(one.columns), repr(one.counts), str(one)):
        assert "canar" not in str(bytes(column) if isinstance(column, bytes) else column).lower()
    bringing_in.carry_on()
    done = PeopleImport.objects.get()
    assert done.state == "done" and "canary-list" in importing.rejected_file(done)
    PeopleImport.purge(timezone.now() + timedelta(hours=25))
    done.refresh_from_db()
    assert (bytes(done.locked), bytes(done.fates), done.counts) == (b"", b"", {"n": 1})
    page = seen(desk.post(f"{HOME}{done.pk}/not-taken/", follow=True))
    assert "These rows are forgotten." in page
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE > csv_tables.LARGEST  # never a file on the disk


def test_a_file_that_nobody_lets_begin_is_forgotten(desk):
    upload(desk, *ROWS)
    PeopleImport.purge(timezone.now() + timedelta(days=13))
    assert PeopleImport.objects.count() == 1
    PeopleImport.purge(timezone.now() + timedelta(days=15))
    assert PeopleImport.objects.count() == 0


def test_a_file_that_cannot_be_unlocked_says_so_and_can_be_forgotten(desk, settings):
    upload(desk, *ROWS)
    one = PeopleImport.objects.get()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another one", [settings.SECRET_KEY]
    assert "Its columns" in seen(desk.get(f"{HOME}{one.pk}/"))
    PeopleImport.objects.update(locked=b"altered since")
    for answer in (desk.get(f"{HOME}{one.pk}/"), desk.post(f"{HOME}{one.pk}/", CHOSEN | PARTS)):
        assert "This file cannot be opened any more. Nobody in it was brought in." in seen(answer)
    page = desk.post(f"{HOME}{one.pk}/not-taken/", follow=True)
    assert "This file cannot be opened" in seen(page)
    desk.post(f"{HOME}{one.pk}/press/", {"press": "forget"})
    assert not PeopleImport.objects.exists() and not Subscriber.objects.exists()


def test_a_list_that_cannot_be_unlocked_holds_up_no_other(desk, known):
    broken, fine = begun(desk, *ROWS), begun(desk, *ROWS)
    assert broken.pk < fine.pk
    PeopleImport.objects.filter(pk=broken.pk).update(locked=b"altered since")
    bringing_in.carry_on()
    assert Subscriber.objects.filter(mark=mark_of("twice@example.org")).exists()
    broken.refresh_from_db()
    assert broken.state == "running"  # a founder sees it, and stops it


def test_a_few_are_asked_each_minute(desk):
    rows = [f"reader{number}@example.org,,2024-05-03,,Paper list" for number in range(12)]
    one = begun(desk, *rows)
    asked = []
    for _ in range(4):
        bringing_in.carry_on()
        asked.append(OutboxMessage.objects.count())
    assert asked == [5, 10, 12, 12]
    assert PeopleImport.objects.get(pk=one.pk).state == "done"


def test_stopped_half_way_nobody_else_is_asked(desk):
    rows = [f"reader{number}@example.org,,2024-05-03,,Paper list" for number in range(12)]
    one = begun(desk, *rows)
    bringing_in.carry_on()
    page = seen(desk.get(f"{HOME}{one.pk}/"))
    assert "Asked by mail: 5 of 12" in page and "People are being asked." in page
    desk.post(f"{HOME}{one.pk}/press/", {"press": "forget"})
    bringing_in.carry_on()
    assert OutboxMessage.objects.count() == 5
    assert bytes(PeopleImport.objects.get().locked) == b""


def test_killed_half_way_the_next_goes_on_at_the_next_row(desk, monkeypatch):
    monkeypatch.setattr("alongside.newsletter.importing.plan.AT_ONCE", 4)
    rows = [f"reader{number}@example.org,,2024-05-03,yes,Form" for number in range(10)]
    one = begun(desk, *rows)
    portions = bringing_in.settle(one)
    assert (next(portions), next(portions)) == (4, 4)
    portions.close()
    assert (Subscriber.objects.count(), PeopleImport.objects.get().position) == (8, 8)
    bringing_in.carry_on()
    assert (Subscriber.objects.count(), Consent.objects.count()) == (10, 10)
    assert PeopleImport.objects.get().counts == {"a": 10}


def test_begun_twice_it_runs_once(desk):
    one = begun(desk, ROWS[0])
    desk.post(f"{HOME}{one.pk}/press/", {"press": "begin"})
    desk.post(f"{HOME}{one.pk}/", CHOSEN | {"parts_for_all": ["8"]})
    bringing_in.carry_on()
    bringing_in.carry_on()
    assert Subscriber.objects.get().parts == 5 and Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("encoding", "delimiter", "ending", "before"),
    [
        ("utf-8-sig", ";", "\r\n", ""),
        ("cp1252", ",", "\n", ""),
        ("utf-16", "\t", "\r\n", ""),
        ("utf-8", ",", "\r", ""),  # Excel on a Mac, “CSV (Macintosh)”
        ("utf-8-sig", "|", "\r\n", "sep=|\r\n"),  # Excel: which delimiter follows
        ("cp1252", ";", "\r\n", '"sep=;"\r\n'),
    ],
)
def test_files_as_spreadsheets_write_them(encoding, delimiter, ending, before, desk):
    row = "zoe@example.org,Zoë,2024-05-03,2024-05-03,At our café"
    head = before + HEAD.replace(",", delimiter)
    upload(desk, row.replace(",", delimiter), head=head, encoding=encoding, ending=ending)
    one = PeopleImport.objects.get()
    desk.post(f"{HOME}{one.pk}/", CHOSEN | PARTS)
    page = seen(desk.get(f"{HOME}{one.pk}/"))
    assert "zoe@example.org (Zoë)" in page and "At our café" in page


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"PK\x03\x04\x00\x00 a spreadsheet\nx", "This is no CSV file."),
        (b"Email\n", "The first line must be headings"),
        (b"a,b\n" + b"x@example.org,\n" * 50_001, "more than 50,000 rows"),
        (b"a," * 70 + b"\nx", "more than 60 columns"),
        (b"a\n" + b'"' + b"x" * 140_000, "Line 2: a cell is longer than 2,000 letters"),
        (b"a,b\n1,2\n" + b"x" * 2_001 + b",y", "Line 3: a cell is longer than 2,000 letters"),
        (b"a\rx\r" + b"x" * 1_000_000, "Line 3: a cell is longer than 2,000 letters"),
        (b"x" * (csv_tables.LARGEST + 1), "larger than 10 MB"),
        (b"", "The file is empty."),
    ],
    ids=range(9),
)
def test_a_file_that_cannot_be_read_says_why(raw, words, desk):
    answer = desk.post(HOME, {"file": SimpleUploadedFile("x.csv", raw)})
    assert answer.status_code == 422 and words in seen(answer)
    assert not PeopleImport.objects.exists()


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        (3, [ROWS[0], OPEN, ROWS[1]]),  # nothing closes it
        (2, [OPEN, ROWS[0], 'zoe@example.org,"Zoe",,,']),  # the next one does, half-way
        (2, [OPEN, ROWS[0], CLOSE]),
        (2, [OPEN, *ROWS, CLOSE]),
        (2, ['bea@example.org,"Bea"trice,2024-05-03,,Form']),
        (3, ['bea@example.org,"Bea\nAnn","1\n2\n3\n4\n5",,Form']),
    ],
)
def test_a_quotation_mark_that_is_not_closed_swallows_nobody(line, rows, desk):
    answer = upload(desk, *rows)
    assert answer.status_code == 422 and f"Line {line}: a cell " in seen(answer)
    assert 'a quotation mark (")' in seen(answer)
    assert not PeopleImport.objects.exists()


def test_a_cell_in_quotation_marks_may_have_lines_and_quotation_marks(desk):
    """RFC 4180 §2, rules 6 and 7."""
    row = 'zoe@example.org,"Zoë",2024-05-03,2024-05-03,"The ""old"" list,\r\nat our stand"'
    upload(desk, row, ROWS[1])
    one = PeopleImport.objects.get()
    desk.post(f"{HOME}{one.pk}/", CHOSEN | PARTS)
    page = seen(desk.get(f"{HOME}{one.pk}/"))
    assert one.rows == 2 and 'The "old" list, at our stand.' in page


def test_columns_are_guessed_and_a_choice_is_remembered(desk):
    upload(desk, "x,ann@example.org,2024-05-03", head="Nickname,Contact point,When she asked")
    first = PeopleImport.objects.get()
    assert first.columns["of"] == {}
    chosen = {"address": "1", "asked_on": "2", "how_for_all": "Paper list in May"}
    desk.post(f"{HOME}{first.pk}/", chosen | PARTS)
    desk.post(f"{HOME}{first.pk}/", chosen | PARTS | {"first_name": "1"})  # one column for two
    upload(desk, "2024-05-03,bea@example.org", head="When she asked,Contact point")
    second = PeopleImport.objects.first()
    assert second.columns["of"] == {"address": 1, "asked_on": 0}


def test_days_as_people_write_them():
    today = timezone.localdate()
    for words in ("2024-05-03", "03/05/2024", "3.5.2024", "3/5/24", "3 May 2024", "3-May-2024",
                  "2024-05-03T10:00:00Z", "2024-05-03 10:00:00", "03/05/2024 10:00"):  # fmt: skip
        assert f"{day_of(words, today)}" == "2024-05-03", words
    for words in ("", "soon", "2024", "13/13/2024", "1999-05-03", f"{today + timedelta(days=1)}"):
        assert day_of(words, today) is None, words


def test_the_command_does_the_same(known, tmp_path, capsys):
    file, rejected = tmp_path / "people.csv", tmp_path / "not.csv"
    file.write_text("\n".join((HEAD, *ROWS)))
    with pytest.raises(CommandError, match="--part"):
        call_command("newsletter_import", str(file))
    call_command("newsletter_import", str(file), "--part", "events")
    assert "Nothing was brought in." in capsys.readouterr().out
    assert Subscriber.objects.count() == 2 and not PeopleImport.objects.exists()
    call_command("newsletter_import", str(file), "--part", "events", "--yes",
                 "--rejected", str(rejected))  # fmt: skip
    said = capsys.readouterr()
    assert "1  said yes twice" in said.out and "example.org" not in said.out + said.err
    assert by_address("twice@example.org").parts == 4
    assert rejected.read_text().count("\n") == 9 and rejected.stat().st_mode & 0o777 == 0o600
    bringing_in.carry_on()
    assert by_address("once@example.org").state == "asked"
