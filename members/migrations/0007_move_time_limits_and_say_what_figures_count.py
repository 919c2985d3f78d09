"""Time limits become rows of their own, and the shipped figures say what they count; both as they were, going back."""

from django.db import migrations

STARTS_WITH_CASE, UNTIL_CASE = {"Finish supervision, once begun"}, {"Begin supervised practice"}
BY_REFRESHER = {"Begin supervised practice", "Repeat the training"}
CODES = {
    "Begin supervised practice": "begin",
    "Finish supervision, once begun": "supervision",
    "Finish supervision": "advised",
    "Repeat the training": "repeat",
}
TRAINING = {
    "Role-play": "role_play",
    "Role-play and masterclasses": "role_play",
    "Training cases": "cases",
    "Supervision": "supervision",
    "Recorded sessions, rated": "recordings",
    "Case study": "case_study",
}
MEASURES = {
    **dict.fromkeys(("5day", "20day", "4day_legacy"), TRAINING),
    "supervisor": {
        "Supervising high-intensity work": "supervising",
        "Letters": "letters",
        "Further cases": "further_cases",
        "Recorded sessions, rated": "further_recordings",
        "Supervisees": "supervisees",
    },
}


def forwards(apps, schema_editor):
    Requirement, Clock = apps.get_model("members", "Requirement"), apps.get_model("members", "Clock")
    for limit in Requirement.objects.filter(kind="clock"):
        months = None if limit.amount is None else int(limit.amount) * (12 if limit.unit.startswith("year") else 1)
        Clock.objects.create(
            pathway=limit.pathway,
            code=CODES.get(limit.label, f"limit-{limit.pk}"),
            label=limit.label,
            months=months,
            starts="first_case" if limit.label in STARTS_WITH_CASE else "training",
            ends="first_case" if limit.label in UNTIL_CASE else "supervised",
            refresher_settles=limit.label in BY_REFRESHER,
            consequence=limit.note,
            source=limit.source,
            checked_on=limit.checked_on,
            order=limit.order,
        )
        limit.delete()
    for code, measures in MEASURES.items():
        for label, measure in measures.items():
            for pathway in apps.get_model("members", "Pathway").objects.filter(code=code):
                row = Requirement.objects.filter(pathway=pathway, label=label).exclude(kind="fee").first()
                if row:
                    Requirement.objects.filter(pk=row.pk).update(measure=measure)

    for case in apps.get_model("members", "Evidence").objects.filter(kind="training_case"):
        tell_first_case(case)


def tell_first_case(case):
    """What was kept of cases so far is the first, which goes on; nobody began one without a passed role-play."""
    Evidence = type(case)
    Evidence.objects.filter(pk=case.pk).update(ordinal="A", case_state="open")
    training = Evidence.objects.filter(member=case.member, kind="initial_training").order_by("happened_on").last()
    said = (
        "recorded_by",
        "recorded_at",
        "verified_by",
        "verified_by_name",
        "verified_on",
        "verified_against",
        "verified_in",
    )
    Evidence.objects.create(
        member=case.member,
        kind="role_play",
        result="pass",
        happened_on=(training or case).happened_on.replace(day=1),
        precision="month",
        **{field: getattr(case, field) for field in said},
    )


def backwards(apps, schema_editor):
    apps.get_model("members", "Evidence").objects.filter(kind="role_play").delete()
    Requirement, Clock = apps.get_model("members", "Requirement"), apps.get_model("members", "Clock")
    for clock in Clock.objects.all():
        Requirement.objects.create(
            pathway=clock.pathway,
            kind="clock",
            label=clock.label,
            amount=clock.months,
            unit="months",
            note=clock.consequence,
            source=clock.source,
            checked_on=clock.checked_on,
            order=clock.order,
        )
        clock.delete()


class Migration(migrations.Migration):
    dependencies = [("members", "0006_count_evidence_towards_a_route")]
    operations = [migrations.RunPython(forwards, backwards)]
