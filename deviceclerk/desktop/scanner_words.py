"""What was found of a scanner, in words: what is wrong, what comes of it, and what to set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from deviceclerk.desktop.scandetector import FAST_MS
from deviceclerk.desktop.scannercheck import Fault, Finding, Report
from deviceclerk.domain.keyboards import Layout
from deviceclerk.support.i18n import _

UNREAD: Final = frozenset({Fault.SUFFIX, Fault.LOST, Fault.DAMAGED_TAG})
"""With these a tag is refused at the door; with the others it is read."""
NO_SCANNER: Final = frozenset({Fault.TYPED, Fault.FOREIGN})
"""These say nothing against the scanner."""


class Words(NamedTuple):
    """A finding in words."""

    title: str
    meaning: str
    remedy: str


def words(finding: Finding) -> Words:
    """What to say of a finding."""
    return Words(_title(finding), _meaning(finding), _remedy(finding))


def _title(finding: Finding) -> str:
    return {
        Fault.TYPED: _("This was typed by hand"),
        Fault.CAPS_LOCK: _("Caps Lock is on"),
        Fault.CASE: _("The scanner changes capitals"),
        Fault.LAYOUT: _("Scanner and PC have different keyboard languages"),
        Fault.RUN_TOGETHER: _("Two codes arrived as one"),
        Fault.NO_ENDING: _("There is no Enter after the code"),
        Fault.DOUBLE_ENDING: _("The code ends twice"),
        Fault.PREFIX: _("The scanner puts something before the code"),
        Fault.SUFFIX: _("The scanner puts something after the code"),
        Fault.SLOW: _("The scanner is too slow"),
        Fault.STALLS: _("The scanner falters"),
        Fault.LOST: _("Characters were lost or changed"),
        Fault.DAMAGED_TAG: _("This is not a whole tag"),
        Fault.FOREIGN: _("This is no test code and no tag"),
    }[finding.fault]


def _meaning(finding: Finding) -> str:
    return {
        Fault.TYPED: _("The keys came at a person's pace."),
        Fault.CAPS_LOCK: _("Capitals and small letters can arrive swapped. Tags are read all the same."),
        Fault.CASE: _("Caps Lock is off, yet capitals arrive changed. Tags are read all the same."),
        Fault.LAYOUT: _keyboards(finding),
        Fault.RUN_TOGETHER: _("Nothing came between them. The door tells tags apart, but nothing else can."),
        Fault.NO_ENDING: _("Tags are read, but the answer at the door comes a little later."),
        Fault.DOUBLE_ENDING: _("It ends with {keys}. The door takes that for one ending.").format(
            keys=finding.text
        ),
        Fault.PREFIX: _("First came: {text}. Tags are read all the same.").format(text=finding.text),
        Fault.SUFFIX: _("After the code came: {text}. So tags cannot be read.").format(text=finding.text),
        Fault.SLOW: _(
            "{ms} ms lie between two characters; more than {most} ms looks like typing by hand. "
            "Tags are read, but marked as typed."
        ).format(ms=finding.ms, most=FAST_MS),
        Fault.STALLS: _("Once {ms} ms lay between two characters. A scan can break in two there.").format(
            ms=finding.ms
        ),
        Fault.LOST: _("Not all that the code holds has arrived."),
        Fault.DAMAGED_TAG: _("A letter is wrong, or some are missing."),
        Fault.FOREIGN: _("Of this code only speed and ending can be told."),
    }[finding.fault]


def _remedy(finding: Finding) -> str:
    booklet = _("In the scanner's booklet, scan the setting code for {setting}.")
    return {
        Fault.TYPED: _("Scan a code with the scanner."),
        Fault.CAPS_LOCK: _("Press Caps Lock on the keyboard of this PC, and scan again."),
        Fault.CASE: booklet.format(setting=_("capitals as they are (no case conversion)")),
        Fault.LAYOUT: booklet.format(setting=_language(finding)),
        Fault.RUN_TOGETHER: booklet.format(setting=_("suffix Enter (CR)")),
        Fault.NO_ENDING: booklet.format(setting=_("suffix Enter (CR)")),
        Fault.DOUBLE_ENDING: booklet.format(setting=_("suffix Enter (CR), once, with no other suffix")),
        Fault.PREFIX: booklet.format(setting=_("no prefix and no code identifier (AIM ID)")),
        Fault.SUFFIX: booklet.format(setting=_("suffix Enter (CR), once, with no other suffix")),
        Fault.SLOW: booklet.format(setting=_("no pause between characters (inter-character delay 0)")),
        Fault.STALLS: _(
            "Plug the scanner into the PC itself, or bring a wireless one nearer to its receiver. Then scan again."
        ),
        Fault.LOST: _(
            "Scan again. If it stays so, plug the scanner into the PC itself, or set a short pause between "
            "characters (inter-character delay, up to 10 ms)."
        ),
        Fault.DAMAGED_TAG: _(
            "Scan again. If it stays so, scan the test codes: if those are well, print the tag anew."
        ),
        Fault.FOREIGN: _("Scan a code of the test page, or a tag."),
    }[finding.fault]


def keyboard(layout: Layout) -> str:
    """The name of a keyboard language, as PCs and scanners have it."""
    return {
        Layout.US: _("US English"),
        Layout.US_INTERNATIONAL: _("US International"),
        Layout.BRITISH: _("British English"),
        Layout.DUTCH: _("Dutch"),
        Layout.BELGIAN: _("Belgian (AZERTY)"),
        Layout.FRENCH: _("French (AZERTY)"),
        Layout.GERMAN: _("German (QWERTZ)"),
    }[layout]


def _some(layouts: Sequence[Layout]) -> str:
    """The languages one after the other: 'Belgian or French'."""
    names = [keyboard(layout) for layout in dict.fromkeys(layouts)]
    return _(" or ").join(names)


def _keyboards(finding: Finding) -> str:
    scanners, pcs = ([way.scanner for way in finding.ways], [way.pc for way in finding.ways])
    text = _(
        "It looks as if the scanner types {scanner} and this PC is set to {pc}. Digits and signs arrive changed."
    )
    told = text.format(scanner=_some(scanners), pc=_some(pcs))
    return told + " " + _("Tags are read all the same.")


def _language(finding: Finding) -> str:
    pcs = _some([way.pc for way in finding.ways])
    return _("the keyboard language (country): {language}").format(language=pcs)


def endings(report: Report) -> str:
    """The keys that ended it, by name."""
    return " + ".join(report.endings) or _("no ending")


def measured(report: Report) -> str:
    """How fast it came, and how it ended."""
    return _("{ms} ms a character, at most {slowest}; ending: {ending}").format(
        ms=report.ms, slowest=report.slowest, ending=endings(report)
    )


def headline(report: Report) -> str:
    """The large words of the result."""
    return words(report.findings[0]).title if report.findings else _("All is well")
