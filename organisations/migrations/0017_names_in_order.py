from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models import F, Func, Value
from django.db.models.functions import Collate, Lower, Replace


def in_order(capital: str, found: str, instead: str, letters: str, keys: str) -> Collate:
    """The names in one order of the alphabet: see `core.sorting.alphabetical`."""
    spelt_out = Replace(Replace(Lower(F("name")), Value(capital), Value(found)), Value(found), Value(instead))
    plain = Func(
        spelt_out, Value(letters), Value(keys), function="translate", output_field=models.CharField()
    )
    return Collate(plain, "C")


ORDERS = {
    "nb": in_order(
        *("AA", "aa", "å"),
        "áàâãăąčćçďđéèêëęěíìîïłñńňŋóòôõőřšśșťŧțúùûüůűýÿžźżæäøöå"
        "ÁÀÂÃĂĄČĆÇĎĐÉÈÊËĘĚÍÌÎÏŁÑŃŇŊÓÒÔÕŐŘŠŚȘŤŦȚÚÙÛÜŮŰÝŸŽŹŻÆÄØÖÅ",
        "aaaaaacccddeeeeeeiiiilnnnnooooorssstttuuuuuuyyzzz{{||}"
        "aaaaaacccddeeeeeeiiiilnnnnooooorssstttuuuuuuyyzzz{{||}",
    ),
    "en": in_order(
        *("Æ", "æ", "ae"),
        "áàâãăąčćçďđéèêëęěíìîïłñńňŋóòôõőřšśșťŧțúùûüůűýÿžźżäøöå"
        "ÁÀÂÃĂĄČĆÇĎĐÉÈÊËĘĚÍÌÎÏŁÑŃŇŊÓÒÔÕŐŘŠŚȘŤŦȚÚÙÛÜŮŰÝŸŽŹŻÄØÖÅ",
        "aaaaaacccddeeeeeeiiiilnnnnooooorssstttuuuuuuyyzzzaooa"
        "aaaaaacccddeeeeeeiiiilnnnnooooorssstttuuuuuuyyzzzaooa",
    ),
}


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0016_substitutes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name=table, index=models.Index(order, F("id"), name=f"{table}_by_name_{language}")
        )
        for table in ("organisation", "venue")
        for language, order in ORDERS.items()
    ] + [
        migrations.AddIndex(
            model_name=table,
            index=GinIndex(OpClass(ORDERS["en"], name="gin_trgm_ops"), name=f"{table}_called"),
        )
        for table in ("organisation", "venue")
    ]
