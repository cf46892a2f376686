"""Two founders, who alone hold the key, choose a new passphrase in the same moment.

Run as `python -m tests.postgresql python -m tests.keys.two_forget_on_postgresql`.
"""

import threading
from contextlib import suppress

import django

PASSPHRASE = "quiet lemon harbour seven"


def main() -> None:
    from django.contrib.auth.models import Group

    from alongside.accounts.models import User
    from alongside.enquiries import keys

    users = []
    for name in ("one", "two"):
        user = User.objects.create_user(username=f"{name}@example.org", email=f"{name}@example.org")
        user.groups.add(Group.objects.get(name="Founders"))
        users.append(user)
    secret = keys.make_inbox_key(by=users[0], passphrase=PASSPHRASE)
    holder = keys.choose_passphrase(user=users[1], passphrase=PASSPHRASE)
    keys.let_in(holder=holder, by=users[0], inbox_secret=secret)
    both = threading.Barrier(2)
    done: list[str] = []
    threads = [threading.Thread(target=forget, args=(user, both, done)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["LastHolder", "chosen"], done
    assert len(keys.holders()) == 1
    print("One of them still holds it.")


def forget(user: object, both: threading.Barrier, done: list[str]) -> None:
    from django.db import connection

    from alongside.enquiries import keys

    def meet(execute, sql, params, many, context):
        """Both have read who holds the key before either writes, if nothing keeps them apart."""
        found = execute(sql, params, many, context)
        if sql.startswith("SELECT") and "sealed_key" in sql:
            with suppress(threading.BrokenBarrierError):
                both.wait(timeout=2)
        return found

    try:
        with connection.execute_wrapper(meet):
            keys.choose_passphrase(user=user, passphrase="ribbon teapot gravel otter")
        done.append("chosen")
    except keys.LastHolder:
        done.append("LastHolder")
    connection.close()


if __name__ == "__main__":
    django.setup()
    main()
