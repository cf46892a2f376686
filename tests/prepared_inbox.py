"""An inbox that is open for messages, in the database of a served site: run as a program of its own.

python -m tests.prepared_inbox make            prints the secret key of the inbox, in hex
python -m tests.prepared_inbox read < pairs    reads what people were thanked for back, prints what is wrong
"""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

from tests.site_copy import ROOT

FOUNDER = "founder@example.org"
PASSPHRASE = "six small boats at anchor here"
TRUSTEES = ("zq91canaryquill", "zq92canaryquill", "zq93canaryquill")


def run(command: str, environment: dict[str, str], said: str = "") -> Any:
    """What the program prints, read as JSON. Raises RuntimeError."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.prepared_inbox", command], env=environment, cwd=ROOT,
        input=said, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


def make() -> str:
    from django.contrib.auth.models import Group

    from alongside.accounts.models import User
    from alongside.enquiries import keys
    from alongside.enquiries.models import RecoverySet

    founder = User.objects.create_user(username=FOUNDER, email=FOUNDER, password=None)
    founder.groups.add(Group.objects.get(name="Founders"))
    secret = keys.make_inbox_key(by=founder, passphrase=PASSPHRASE)
    keys.make_sheets(by=founder, inbox_secret=secret, given_to=list(TRUSTEES))
    keys.confirm_sheets(recovery_set=RecoverySet.objects.get(), by=founder)
    return secret.hex()


def sign_in(group: str) -> dict[str, str]:
    from django.contrib.auth.models import Group

    from alongside.accounts.models import User
    from tests.signing_in import sign_in as sign_in_browser

    address = FOUNDER if group == "Founders" else f"{group.lower()}@example.org"
    user, _ = User.objects.get_or_create(username=address, email=address)
    user.groups.add(Group.objects.get(name=group))
    return {name: morsel.value for name, morsel in sign_in_browser(user).cookies.items()}


def look() -> int:
    """Let the worker look once, as if the hour of everything that waits had come."""
    from django.utils import timezone

    from alongside.core.mail.models import OutboxMessage
    from alongside.core.tasks import look_for_work

    waiting = OutboxMessage.objects.filter(state="waiting").update(due_at=timezone.now())
    look_for_work()
    return waiting


def read(secret: bytes, thanked: list[list[str]]) -> dict[str, Any]:
    """How many conversations there are, and every way in which something is not as was promised."""
    from alongside.enquiries.models import Conversation, ConversationKey, SealedText
    from alongside.enquiries.opening import open_with_inbox_key, open_with_receipt

    wrong = []
    for receipt, message in thanked:
        words = [t.content for t in open_with_receipt(receipt).texts() if t.kind == "word"]
        if words != [message]:
            wrong.append(f"thanked for once, there {len(words)} times")
    messages: Counter[str] = Counter()
    conversations = Conversation.objects.select_related("keys").prefetch_related("texts")
    for conversation in conversations:
        texts = open_with_inbox_key(conversation, secret).texts()
        if sorted(text.kind for text in texts) != ["details", "word"]:
            wrong.append(f"half a conversation: {[text.kind for text in texts]}")
        messages.update(text.content for text in texts if text.kind == "word")
    wrong += [f"{count} conversations for one sending" for count in messages.values() if count > 1]
    if ConversationKey.objects.count() != len(conversations):
        wrong.append("a conversation and its key are not one to one")
    orphans = SealedText.objects.exclude(conversation__in=Conversation.objects.all()).count()
    if orphans:
        wrong.append(f"{orphans} texts without a conversation")
    wrong += not_told_of(conversations)
    return {"conversations": len(conversations), "wrong": wrong}


def read_told(secret: bytes, thanked: list[list[str]]) -> dict[str, Any]:
    """The same of experiences: each is there once and whole, for her and for the moderators."""
    from alongside.core import sealing
    from alongside.experiences.keys import current_key
    from alongside.experiences.models import Experience, ExperienceKey
    from alongside.experiences.opening import open_with_moderation_key, open_with_receipt

    key = current_key()
    opens = sealing.open_key(bytes(key.for_founders), secret) if key else b""
    wrong = [
        "thanked for, and her six words open something else"
        for receipt, words in thanked
        if open_with_receipt(receipt).story().wish_known != words
    ]
    experiences = list(Experience.objects.all())
    stories = Counter(open_with_moderation_key(e, opens).story().wish_known for e in experiences)
    wrong += [f"{count} experiences for one sending" for count in stories.values() if count > 1]
    wrong += ["half an experience"] if "" in stories else []
    if ExperienceKey.objects.count() != 2 * len(experiences):
        wrong.append("an experience without its two keys")
    return {"experiences": len(experiences), "wrong": wrong}


def read_ordered(thanked: list[list[str]]) -> dict[str, Any]:
    """The same of orders: each is there once, with its copy promised and the mail that confirms it."""
    from alongside.core.mail.models import OutboxMessage
    from alongside.orders import books_check
    from alongside.orders.models import BookEdition, Order

    wrong = [
        "thanked for, and her link opens something else"
        for token, name in thanked
        if Order.of_token(token).buyer().name != name
    ]
    orders = list(Order.objects.prefetch_related("lines"))
    names = Counter(order.buyer().name for order in orders)
    wrong += [f"{count} orders for one sending" for count in names.values() if count > 1]
    wrong += ["half an order" for one in orders if [line.copies for line in one.lines.all()] != [1]]
    mails = Counter(
        OutboxMessage.objects.filter(kind="orders.confirm").values_list("reference", flat=True)
    )
    if mails != Counter(f"order:{order.pk}" for order in orders):
        wrong.append("not one mail for each order")
    if BookEdition.objects.get().reserved != len(orders) or books_check.differences():
        wrong.append("copies that are promised to nobody, or to two")
    return {"orders": len(orders), "wrong": wrong}


def not_told_of(conversations: Any) -> list[str]:
    """Messages for which no founder has a notice: one that was made with it, or that still waited then."""
    from alongside.accounts.telling import founders
    from alongside.core.mail.models import OutboxMessage
    from alongside.enquiries.emails import NOTICE

    wrong = []
    for founder in founders():
        notices = OutboxMessage.objects.filter(kind=NOTICE, reference=f"user:{founder.pk}")
        spans = list(notices.values_list("created_at", "settled_at"))
        for one in conversations:
            latest = one.received_at + timedelta(seconds=30)  # a busy database makes it wait
            if not any(
                made <= latest and (settled is None or settled >= one.received_at)
                for made, settled in spans
            ):
                wrong.append(f"nobody was told of conversation {one.pk}")
    return wrong


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.settings.local")
    django.setup()
    if sys.argv[1] == "make":
        print(json.dumps(make()))
    elif sys.argv[1].startswith("sign-in"):
        print(json.dumps(sign_in("Operators" if "operator" in sys.argv[1] else "Founders")))
    elif sys.argv[1] == "look":
        print(json.dumps(look()))
    else:
        said = json.load(sys.stdin)
        secret = bytes.fromhex(said["secret"])
        found = [
            read(secret, said["thanked"]),
            read_told(secret, said["told"]),
            read_ordered(said["ordered"]),
        ]
        wrong = [words for one in found for words in one["wrong"]]
        print(json.dumps({**found[0], **found[1], **found[2], "wrong": wrong}))


if __name__ == "__main__":
    main()
