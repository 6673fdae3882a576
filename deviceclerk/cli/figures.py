"""`figures`: how the answers stand, without names; and the roster as a table in a file."""

from typing import Any

from deviceclerk.cli.call import Call, day
from deviceclerk.domain.figures import Counts
from deviceclerk.services import figures as service
from deviceclerk.services.wording import medium_word
from deviceclerk.support.i18n import _, ngettext


def figures(call: Call) -> int:
    """Tells a school year's figures, and writes them to a file where one is named."""
    given = call.arguments
    found = service.figures(call.clerk, given.year)
    document: dict[str, Any] = {
        "year": str(found.year),
        "on": day(found.on),
        "least": found.least,
        "totals": [_document(figure) for figure in found.totals],
        "groups": [_document(figure) | {"groups": list(figure.groups)} for figure in found.rows],
    }
    lines = _lines(found)
    if given.output is not None:
        rows = service.export(call.clerk, given.output, given.year)
        document["output"] = str(given.output)
        lines.append(_written(rows, str(given.output)))
    call.answer(document, lines)
    return 0


def roster_file(call: Call, activity: int | None) -> int:
    """Writes who may be shown, a row a pupil and a column a purpose, to a file."""
    from deviceclerk.services import consent_table

    given = call.arguments
    rows = consent_table.export(
        call.clerk,
        given.output,
        groups=given.group,
        purposes=given.purpose,
        media=given.medium,
        on=given.on,
        activity=activity,
    )
    call.answer({"output": str(given.output), "rows": rows}, [_written(rows, str(given.output))])
    call.warn_if_synchronised(given.output)
    return 0


def _written(rows: int, file: str) -> str:
    return ngettext("{n} row in {file}.", "{n} rows in {file}.", rows).format(n=rows, file=file)


def _document(figure: service.Figure) -> dict[str, Any]:
    return {"purpose": figure.purpose, "medium": figure.medium, **_numbers(figure.counts)}


def _numbers(counts: Counts) -> dict[str, int]:
    return {
        "pupils": counts.pupils,
        "answered": counts.answered,
        "consented": counts.consented,
        "refused": counts.refused,
        "withdrawn": counts.withdrawn,
        "no_answer": counts.no_answer,
    }


def _lines(found: service.Figures) -> list[str]:
    """The whole school first, then the groups, each as a block of one line a purpose and medium."""
    title = _("Consent in figures, school year {year}").format(year=found.year)
    lines = [title, service.as_it_stood(found), service.explained(found)]
    blocks: dict[tuple[str, ...], list[service.Figure]] = {}
    for figure in (*found.totals, *found.rows):
        blocks.setdefault(figure.groups, []).append(figure)
    for groups, figures_of in blocks.items():
        lines += ["", service.group_text(groups)]
        lines += [_line(figure) for figure in figures_of]
    return lines


def _line(figure: service.Figure) -> str:
    counts = figure.counts
    return _(
        "  {purpose}, {medium}: {pupils} pupils, {answered} answered: {consented} consented, {refused} refused, "
        "{withdrawn} withdrawn; {none} without a valid answer"
    ).format(
        purpose=figure.purpose_label,
        medium=medium_word(figure.medium),
        pupils=counts.pupils,
        answered=counts.answered,
        consented=counts.consented,
        refused=counts.refused,
        withdrawn=counts.withdrawn,
        none=counts.no_answer,
    )
