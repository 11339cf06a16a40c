"""What beat starts, and when: Norwegian time."""

from celery.schedules import crontab

SCHEDULE = {
    "extend-occurrences": {"task": "events.extend_occurrences", "schedule": crontab(hour=3, minute=10)},
    "tell-editors": {"task": "events.tell_editors", "schedule": crontab(hour=7, minute=35)},
    "purge-expired": {"task": "core.purge_expired", "schedule": crontab(hour=3, minute=40)},
    "end-accounts": {"task": "organisations.end_accounts", "schedule": crontab(hour=3, minute=50)},
    "drop-unused-pictures": {
        "task": "organisations.drop_unused_pictures",
        "schedule": crontab(hour=4, minute=15),
    },
    "forget-unused-files": {"task": "typesetting.forget_unused", "schedule": crontab(hour=4, minute=5)},
    "publish-scheduled": {"task": "core.publish_scheduled", "schedule": crontab(minute="*/5")},
    "forget-writes": {"task": "core.forget_writes", "schedule": 300.0, "options": {"expires": 300}},
    "end-sessions": {"task": "core.end_sessions", "schedule": crontab(minute=20)},
    # Whatever is due leaves within a minute. A round that no worker took is not made up for.
    "deliver-due": {"task": "outbox.deliver_due", "schedule": 20.0, "options": {"expires": 20}},
    # Recipients of a big sending are written down, and what is over ends.
    "prepare-sendings": {"task": "welcome.prepare_sendings", "schedule": 20.0, "options": {"expires": 20}},
    "deliver-bulk": {"task": "outbox.deliver_bulk", "schedule": 20.0, "options": {"expires": 20}},
    # What came back, and who wants no more: by the mailbox for that, where there is one.
    "read-bounces": {"task": "bounces.read_mailbox", "schedule": 300.0, "options": {"expires": 300}},
    # Booklets that wait, and those that a worker has left undone; files that are over go.
    "make-booklets": {"task": "welcome.make_booklets", "schedule": 60.0, "options": {"expires": 60}},
    # What was changed is found by its new words; once a day everything is looked through.
    "index-due": {"task": "searching.index_due", "schedule": 20.0, "options": {"expires": 20}},
    "rebuild-index": {"task": "searching.rebuild_index", "schedule": crontab(hour=4, minute=20)},
    # Whose turn it is to say whether it is on; what nobody answers for leaves the lists.
    "ask-due": {"task": "confirming.ask_due", "schedule": crontab(minute="*/10")},
    "forget-responsible": {
        "task": "confirming.forget_responsible",
        "schedule": crontab(hour=3, minute=45),
    },
    "notice-silence": {"task": "confirming.notice_silence", "schedule": crontab(minute=50)},
    # Whether enough come, whom a volunteer is to meet, and thanks.
    "look-at-numbers": {"task": "besides.look_at_numbers", "schedule": crontab(minute="6-59/10")},
    "write-before-and-after": {
        "task": "besides.write_before_and_after",
        "schedule": crontab(minute="9-59/15"),
    },
    "send-reminders": {"task": "signups.send_reminders", "schedule": crontab(minute="*/15")},
    # Hours that are over, offers that nobody took, a higher number of places: who waits gets them.
    "look-after-lists": {
        "task": "signups.look_after_lists",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # The next letter of the welcome, in its own hours.
    "welcome-steps": {"task": "welcome.send_due", "schedule": crontab(minute="4-59/10")},
    # Who agreed to be asked once more, four years after they came. In the morning.
    "ask-later": {"task": "welcome.ask_later", "schedule": crontab(hour=10, minute=15)},
    # MET is asked as seldom as it wants; how often it is time for that, the task knows itself.
    "poll-warnings": {"task": "events.poll_warnings", "schedule": 60.0, "options": {"expires": 60}},
    "forget-warnings": {"task": "events.forget_warnings", "schedule": crontab(hour=4, minute=35)},
    "remind-followers": {"task": "follows.send_reminders", "schedule": crontab(minute="7-59/15")},
    "look-after-follows": {"task": "follows.look_after", "schedule": crontab(minute=50)},
    # In the morning: nobody is waiting for it.
    "ask-whether-right": {"task": "standing.ask_whether_right", "schedule": crontab(hour=9, minute=25)},
    "forget-contacts": {"task": "standing.forget_contacts", "schedule": crontab(hour=4, minute=45)},
    "fetch-branches": {"task": "joining.fetch_branches", "schedule": crontab(minute="*/5")},
    "look-after-organisations": {
        "task": "joining.look_after_organisations",
        "schedule": crontab(hour=5, minute=15),
    },
    # Numbers of the day before, and once a month the figures.
    "fill-tallies": {"task": "tallies.fill", "schedule": crontab(hour=2, minute=25)},
    "tell-figures": {"task": "participation.tell", "schedule": crontab(hour=8, minute=20)},
    # Calendars of others: each every sixth hour, and seldom where it does not answer.
    "fetch-calendars": {"task": "exchange.fetch_due", "schedule": crontab(minute="3-59/10")},
    "forget-changes": {"task": "exchange.forget_changes", "schedule": crontab(hour=4, minute=50)},
    # Numbers of organisations that the registers have not answered for yet.
    "look-up-due": {"task": "joining.look_up_due", "schedule": 60.0, "options": {"expires": 60}},
    # Lists of people that no worker was told of.
    "read-lists": {"task": "newcomers.read_lists", "schedule": 60.0, "options": {"expires": 60}},
    # Before what has run out is deleted: whoever reacts to it still finds the rows.
    "end-ticks": {"task": "door.end_ticks", "schedule": crontab(hour=2, minute=50)},
    "erase-served": {"task": "signups.erase_served", "schedule": crontab(minute=35)},
}
