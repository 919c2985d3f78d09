from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0009_let_guests_in_while_in_training"),
        ("meetings", "0011_carry_links_to_a_pathway_over"),
    ]

    operations = [migrations.DeleteModel(name="PathwayFeed")]
