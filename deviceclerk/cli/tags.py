"""`device add` and `tags print`."""

from deviceclerk.cli.call import Call
from deviceclerk.cli.general import known_groups
from deviceclerk.services import labels, people, tags
from deviceclerk.services.wording import kind_word
from deviceclerk.support.i18n import _, ngettext


def add(call: Call) -> int:
    """Registers a device."""
    given = call.arguments
    person = people.find(call.clerk, given.pupil, given.group)
    made = tags.add_device(call.clerk, person.id, given.kind, given.pocket, given.tag)
    document = {
        "device": made.device_id,
        "pupil": made.person.name.full,
        "kind": made.kind,
        "pocket": made.pocket,
        "tag": made.tag,
    }
    line = _("{pupil}: {kind} registered with tag {tag}.").format(
        pupil=made.person.name.full, kind=kind_word(made.kind), tag=made.tag
    )
    call.answer(document, [line])
    return 0


def print_(call: Call) -> int:
    """Writes label sheets."""
    given = call.arguments
    groups = known_groups(call.clerk, given.group)
    made = labels.print_labels(
        call.clerk, given.output, groups=groups, blank=given.blank, sheet=given.sheet, start=given.start
    )
    document = {
        "output": str(made.path),
        "labels": made.labels,
        "pages": made.pages,
        "next_free": made.next_free,
    }
    text = ngettext("{n} tag in {file}.", "{n} tags in {file}.", made.labels)
    call.answer(document, [text.format(n=made.labels, file=made.path)])
    return 0
