# Apart from 0002: PostgreSQL adds no constraint in the transaction that wrote rows.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reminders', '0002_rules_for_events'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('status', 'WRITTEN'), models.Q(('key', ''), _negated=True)), models.Q(('status', 'SKIPPED'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='ledger_skipped_says_why'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('event__isnull', True), ('programme__isnull', False)), models.Q(('event__isnull', False), ('programme__isnull', True)), _connector='OR'), name='reminder_rule_for_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(('timeslot__isnull', True), ('event__isnull', False), _connector='OR'), name='reminder_rule_timeslot_of_an_event'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('audience__in', ['CAME', 'ABSENT']), ('kind', 'THANKS'), ('only', ''), ('ways__in', ('EMAIL', 'EMAIL_POST', 'POST'))), models.Q(('audience', 'CONFIRMED'), ('kind', 'CONSENT'), ('only', 'LACKS_CONSENT'), ('ways__in', ('EMAIL_PHONE', 'EMAIL', 'PHONE'))), models.Q(('audience', 'CONFIRMED'), ('kind', 'COMING'), ('only', 'NOT_CONFIRMED'), ('ways__in', ['EMAIL_PHONE', 'EMAIL_PHONE_POST', 'EMAIL_POST_PHONE', 'EMAIL_POST', 'EMAIL', 'PHONE_POST', 'PHONE', 'POST'])), models.Q(('audience__in', ['CONFIRMED', 'WAITING']), ('kind', 'REMINDER'), ('only__in', ['', 'LACKS_CONSENT', 'NOT_CONFIRMED']), ('ways__in', ['EMAIL_PHONE', 'EMAIL_PHONE_POST', 'EMAIL_POST_PHONE', 'EMAIL_POST', 'EMAIL', 'PHONE_POST', 'PHONE', 'POST'])), _connector='OR'), name='reminder_rule_kind_fits_audience'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(('days__lte', 60), ('latest_hours__lte', 1440)), name='reminder_rule_within_reach'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.UniqueConstraint(condition=models.Q(('programme__isnull', False)), fields=('programme', 'kind', 'days', 'at', 'audience', 'only'), name='reminder_rule_once'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.UniqueConstraint(condition=models.Q(('event__isnull', False), ('timeslot__isnull', True)), fields=('event', 'kind', 'days', 'at', 'audience', 'only'), name='reminder_rule_once_an_event'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.UniqueConstraint(condition=models.Q(('timeslot__isnull', False)), fields=('event', 'timeslot', 'kind', 'days', 'at', 'audience', 'only'), name='reminder_rule_once_a_timeslot'),
        ),
    ]
