"""Mail: a row in the outbox in the same transaction as what causes it, sent by the worker.

`actions.put_in_outbox` is the door for every room. docs/decisions/0006-mail.md says why.
"""
