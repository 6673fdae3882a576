"""The words for rows in doubt: why they are, and what becomes of them."""

from deviceclerk.domain.rosterchoices import Doubt, RowQuestion
from deviceclerk.support.i18n import _


def doubt_text(question: RowQuestion) -> str:
    """Why a row is asked about."""
    row = question.row
    return {
        Doubt.NAMESAKES: _("Row {row}: more than one pupil can be meant by {name} ({group})."),
        Doubt.NUMBER: _("Row {row}: the number of {name} ({group}) is that of somebody with another name."),
        Doubt.ZEROS: _("Row {row}: the number of {name} ({group}) differs from another only by zeros in front."),
        Doubt.RENAMED: _("Row {row}: {name} ({group}) is new, and resembles somebody who is gone."),
        Doubt.MOVED: _("Row {row}: {name} is new in {group}, and was in another group."),
    }[question.doubt].format(row=row.row, name=row.name.full, group=row.group)


def unanswered_text(question: RowQuestion) -> str:
    """What becomes of a row for which nothing is chosen."""
    if question.doubt is Doubt.RENAMED:
        return _("new, unless you choose")
    return (
        _("stays as it was, until you choose") if question.doubt is Doubt.MOVED else _("left out, until you choose")
    )
