"""Letters that come back, complaints, leaving by mail, replies.

`reports` reads one mail and knows no database; `mailbox` fetches them (IMAP); `webhooks` hears what a mail
service says; `refusals` looks for what the mail server said at once. All of them end in
`actions.bouncing.note`.
"""
