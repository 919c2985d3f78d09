"""Reminders, nudges and the mail of the week: derived anew on every tick from meetings and answers.

Nothing is scheduled ahead: what is due now is what the rows say now, so that a moved meeting moves its reminders and
a cancelled one has none. A slot is one moment of one meeting (`slots`), `people` says who is concerned, `writing` puts
the messages into the outbox once, `stale` takes back what is no longer so before it left.
"""
