from typing import Any

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "alongside.newsletter"
    label = "newsletter"

    def ready(self) -> None:
        from wagtail.signals import page_unpublished

        from alongside.core import demo, foot
        from alongside.core.tasks import register_look

        from . import demonstration, rights
        from .actions import bringing_in
        from .bouncing import mailbox, refusals, webhooks
        from .letter_pages import LetterPage
        from .sending.process import start_when_due

        demo.register(demonstration.demonstration())
        foot.register("newsletter/foot.html")
        rights.register()
        register_look(start_when_due, in_one_transaction=False)
        register_look(mailbox.read_when_due, in_one_transaction=False)
        register_look(bringing_in.carry_on, in_one_transaction=False)
        register_look(refusals.note_refusals)
        webhooks.listen()
        page_unpublished.connect(_withdraw, sender=LetterPage)


def _withdraw(instance: Any, **_named: Any) -> None:
    from .actions.mailing import withdraw

    withdraw(instance)
