"""`import` and `roster`."""

from typing import Any

from deviceclerk.cli.call import Call, day
from deviceclerk.cli.general import known_groups
from deviceclerk.domain.consent import RECORDED
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Problem, ReadAnswer, ReadPupil
from deviceclerk.services import consent, roster as imports
from deviceclerk.services.wording import medium_word, problem_text, reason_text
from deviceclerk.support.i18n import _, format_date, ngettext


def import_(call: Call) -> int:
    """Reads an export; 1 when some of its rows need a look."""
    given = call.arguments
    if given.undo:
        return _undo(call)
    if given.file is None:
        raise Refused("no_file_given")
    preview = imports.preview(
        call.clerk, given.file, sheet=given.sheet, group=given.group, year=given.year, profile=given.profile
    )
    applied = None if given.preview else imports.apply(call.clerk, preview, accept=given.accept)
    problems = [*preview.read.problems, *preview.difference.problems]
    call.answer(_document(preview, problems, applied=applied is not None), _lines(preview, problems, applied))
    return 1 if problems else 0
