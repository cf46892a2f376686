"""PostgreSQL: four people write at once while the key is exchanged again and again.

Run beside a server of its own: `python -m tests.postgresql python -m tests.keys.exchange_on_postgresql`.
"""

import secrets
import threading
import time

import django

ROUNDS, WRITERS = 15, 4


def main() -> None:
    from django.contrib.auth.models import Group

    from alongside.accounts.models import User
    from alongside.core.sealing import CannotOpen
    from alongside.enquiries import keys
    from alongside.enquiries.models import Conversation, RecoverySet
    from alongside.enquiries.opening import open_with_inbox_key

    founder = User.objects.create_user(username="f@example.org", email="f@example.org")
    founder.groups.add(Group.objects.get_or_create(name="Founders")[0])
    secret = keys.make_inbox_key(by=founder, passphrase="plum lantern orbit kettle")
    keys.make_sheets(by=founder, inbox_secret=secret, given_to=["Ann", "Bo", "Cy"])
    keys.confirm_sheets(recovery_set=RecoverySet.objects.get(), by=founder)
    stop, written, troubles = threading.Event(), [], []
    writers = [
        threading.Thread(target=write, args=(stop, written, troubles)) for _ in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    for _ in range(ROUNDS):
        time.sleep(0.05)
        secret = keys.exchange(by=founder, inbox_secret=secret)
    stop.set()
    for writer in writers:
        writer.join()
    closed = 0
    for conversation in Conversation.objects.all():
        try:
            open_with_inbox_key(conversation, secret)
        except CannotOpen:
            closed += 1
    assert not troubles, troubles[:3]
    assert len(written) == Conversation.objects.count() > ROUNDS
    assert closed == 0, f"{closed} of {len(written)} cannot be opened"
    print("All can be opened.")


def write(stop: threading.Event, written: list[int], troubles: list[str]) -> None:
    from django.db import connection

    from alongside.enquiries import actions
    from alongside.enquiries.words import Details

    while not stop.is_set():
        try:
            received = actions.receive(
                submission_id=secrets.token_bytes(16),
                details=Details(),
                message="Hello",
                consent_wording="1",
            )
            written.append(received.conversation.pk)
        except Exception as error:
            troubles.append(type(error).__name__)
    connection.close()


if __name__ == "__main__":
    django.setup()
    main()
