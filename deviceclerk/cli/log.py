"""`log export`."""

from deviceclerk.cli.call import Call, day
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import log
from deviceclerk.support.i18n import ngettext


def export(call: Call) -> int:
    """Writes the log of a span of days, by default of today."""
    given = call.arguments
    first = given.first or given.last or call.clerk.clock().date()
    last = given.last or max(first, call.clerk.clock().date())
    if first > last:
        raise Refused("days_reversed", first=first.isoformat(), last=last.isoformat())
    made = log.export(call.clerk, given.output, first, last)
    document = {"output": str(made.path), "from": day(first), "to": day(last), "rows": made.rows}
    text = ngettext("{n} event in {file}.", "{n} events in {file}.", made.rows)
    call.answer(document, [text.format(n=made.rows, file=made.path)])
    return 0
