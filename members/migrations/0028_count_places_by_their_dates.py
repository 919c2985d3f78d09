from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0027_write_the_steps_that_were_kept_in_columns"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="offer", name="offer_no_more_taken_than_offered"),
        migrations.RemoveField(model_name="offer", name="taken"),
        migrations.RemoveField(model_name="placerequest", name="held_at"),
    ]
