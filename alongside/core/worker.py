"""The worker: huey says "go and look" once a minute. `alongside run` starts it and stops it."""

import logging
import os


def run_worker() -> None:
    """Look at once and then every minute, until SIGTERM or SIGINT. Needs DJANGO_SETTINGS_MODULE."""
    import django

    os.nice(5)  # readers go first
    django.setup()

    from django.conf import settings
    from django.db import close_old_connections
    from huey import SqliteHuey, crontab

    from .tasks import look_for_work

    logging.getLogger("huey").setLevel(logging.WARNING)
    settings.VAR.mkdir(parents=True, exist_ok=True)
    huey = SqliteHuey("alongside", filename=str(settings.VAR / "queue.sqlite3"), results=False)

    @huey.periodic_task(crontab(minute="*"))
    def every_minute() -> None:
        close_old_connections()
        look_for_work()

    huey.flush()  # a look that was ordered before a crash is as good as the next one
    every_minute()
    huey.create_consumer(workers=1, worker_type="thread", check_worker_health=True).run()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.settings.local")
    run_worker()
