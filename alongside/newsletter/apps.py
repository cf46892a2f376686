from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "alongside.newsletter"
    label = "newsletter"

    def ready(self) -> None:
        from alongside.core import demo, foot
        from alongside.core.tasks import register_look

        from . import demonstration, rights
        from .actions import bringing_in
        from .bouncing import mailbox, refusals, webhooks
        from .sending.process import start_when_due

        demo.register(demonstration.demonstration())
        foot.register("newsletter/foot.html")
        rights.register()
        register_look(start_when_due, in_one_transaction=False)
        register_look(mailbox.read_when_due, in_one_transaction=False)
        register_look(bringing_in.carry_on, in_one_transaction=False)
        register_look(refusals.note_refusals)
        webhooks.listen()
