from django.db import migrations, models

import members.guard


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="subject",
            field=models.CharField(
                max_length=120, validators=[members.guard.refuse_patient_data], verbose_name="subject"
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="text",
            field=models.TextField(
                max_length=8000, validators=[members.guard.refuse_patient_data], verbose_name="text"
            ),
        ),
    ]
