from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("members", "0015_offer_supervision_with_places")]

    operations = [
        migrations.RemoveField(model_name="member", name="offers_supervision"),
        migrations.RemoveField(model_name="member", name="shows_supervision"),
    ]
