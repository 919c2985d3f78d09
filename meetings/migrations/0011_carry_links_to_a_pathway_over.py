"""A link to the dates of a pathway becomes one to one's own calendar that holds them; its address stays good."""

from django.db import migrations


def carry_over(apps, schema_editor):
    links, feeds = apps.get_model("members", "PathwayFeed"), apps.get_model("meetings", "Feed")
    taken = feeds.objects.filter(kind="mine").values("member")
    for link in links.objects.exclude(member__in=taken).iterator():
        feeds.objects.create(
            member_id=link.member_id,
            kind="mine",
            token=link.token,
            made_at=link.made_at,
            changed_at=link.made_at,
            with_pathway=True,
        )


def take_back(apps, schema_editor):
    links, feeds = apps.get_model("members", "PathwayFeed"), apps.get_model("meetings", "Feed")
    for feed in feeds.objects.filter(kind="mine", with_pathway=True).iterator():
        links.objects.create(member_id=feed.member_id, token=feed.token, made_at=feed.made_at)
    feeds.objects.filter(kind="mine", with_pathway=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0010_keep_invitations_replies_calendar_links_and_preferences"),
        ("members", "0009_let_guests_in_while_in_training"),
    ]

    operations = [migrations.RunPython(carry_over, take_back)]
