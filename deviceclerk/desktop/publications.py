"""Publications: may this picture be published, what was published, and what is still to be taken down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.filters import Choice
from deviceclerk.desktop.looks_panel import not_noted
from deviceclerk.desktop.publications_check import Picture, PictureFace
from deviceclerk.desktop.publications_grounds import GroundsPanel
from deviceclerk.desktop.publications_list import AskPanel, ListActions, PublicationsFace
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    import datetime as dt

    from deviceclerk.domain.activities import Activity
    from deviceclerk.domain.people import Person
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.services.publication_grounds import Grounds
    from deviceclerk.services.publications import PictureCheck, Publication
    from deviceclerk.services.removals import OpenRemoval

PICTURE, LISTS = "picture", "lists"


@dataclass(frozen=True, slots=True)
class _Book:
    people: tuple[Person, ...]
    purposes: tuple[tuple[str, str], ...]
    activities: tuple[Activity, ...]
    opened: tuple[OpenRemoval, ...]
    published: tuple[Publication, ...]


def _look_up(clerk: Clerk) -> _Book:
    from deviceclerk.services import activities, consent, people, publications, removals, staff

    purposes = tuple((view.key, view.label) for view in consent.purposes(clerk) if not view.off)
    newest_first = tuple(reversed(activities.activities(clerk)))
    opened = removals.open_removals(clerk)
    members = tuple(member.person for member in staff.staff(clerk))
    return _Book(
        (*people.pupils(clerk), *members), purposes, newest_first, opened, publications.publications(clerk)
    )


class PublicationsScreen(Screen):
    """Key "publications"; `on_show` may be given `face` ("picture" or "lists"), and `back`."""

    key: ClassVar[str] = "publications"
    least: ClassVar[tuple[int, int]] = (920, 600)

    def __init__(self, parent: ttk.Frame, desk: Desk) -> None:
        super().__init__(parent, desk)
        self._back = "roster"
        self._asked = 0
        self._looked_at: set[tuple[int | None, str, frozenset[str]]] = set()
        self._panel: AskPanel | None = None
        pad, gap = look.px(self, 16), look.px(self, 8)
        top = ttk.Frame(self)
        top.pack(fill="x", padx=pad, pady=(pad, gap))
        self.back_button = ttk.Button(
            top, text=_("Back"), icon="arrow-left", bootstyle="secondary outline", command=self._go_back
        )
        self.back_button.pack(side="left")
        ttk.Label(top, text=_("Publications"), font=look.font("title")).pack(side="left", padx=gap * 2)
        words = ((PICTURE, _("May it be published?")), (LISTS, _("Published and to be taken down")))
        self.face = Choice(top, words, self._switched)
        self.face.pack(side="right")
        self.picture = PictureFace(self, desk.now().date(), self._check, self._note)
        actions = ListActions(self._done, self._ask, self._take_down, self._why)
        self.lists = PublicationsFace(self, actions)
        self._switched()

    @property
    def stale_on(self) -> Change:
        """Pupils and staff, their answers, activities, and the school's rules."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.CONSENT | Change.SETTINGS | Change.STAFF

    def title(self) -> str:
        """What the window's title bar says."""
        return _("Publications")

    def on_show(self, **params: Any) -> None:
        """Comes to the front, perhaps with one of its two faces."""
        self._looked_at.clear()
        self._back = str(params.get("back") or self._back)
        if face := params.get("face"):
            self.face.choose(str(face))
            self._switched()

    def refresh(self) -> None:
        """Asks for all that it shows."""
        self.ask(_look_up, then=self._show)

    def focus_first(self) -> None:
        """Where one types a name, or the list of what is open."""
        if self.face.value == PICTURE:
            self.picture.field.focus_first()
        else:
            self.lists.open_table.enter()

    def search(self) -> None:
        """Ctrl+F."""
        self.face.choose(PICTURE)
        self._switched()
        self.picture.field.focus_first()

    def _show(self, book: _Book) -> None:
        self.picture.offer(book.people, book.purposes, book.activities)
        self.lists.show(book.opened, book.published)

    def _switched(self) -> None:
        pad = look.px(self, 16)
        picture = self.face.value == PICTURE
        here: ttk.Frame = self.picture if picture else self.lists
        other: ttk.Frame = self.lists if picture else self.picture
        other.pack_forget()
        here.pack(fill="both", expand=True, padx=pad, pady=(0, pad))

    def _go_back(self) -> None:
        self.desk.show(self._back)

    # What is done

    def _check(self, picture: Picture) -> None:
        from deviceclerk.services import publications

        self._asked += 1
        asked = self._asked

        def answered(found: PictureCheck) -> None:
            if asked == self._asked and self.picture.picture == picture:
                self.picture.show(found)
                self._note_look(found, picture.activity_id)

        self.ask(
            publications.may_publish, picture.person_ids, picture.purpose, picture.media,
            activity_id=picture.activity_id, then=answered,
        )  # fmt: skip

    def _note_look(self, found: PictureCheck, activity_id: int | None) -> None:
        """Notes who was told this; once a visit for the same purpose and groups, however often a pupil is added."""
        from deviceclerk.services import publications

        key = (activity_id, found.purpose, frozenset(one.group or f"id:{one.id}" for one in found.persons))
        if key not in self._looked_at:
            self._looked_at.add(key)
            self.ask(publications.looked_at, found, activity_id, otherwise=not_noted)

    def _note(self, picture: Picture, place: str, day: dt.date) -> None:
        from deviceclerk.services import publications

        self.ask(
            publications.add, purpose=picture.purpose, media=picture.media, place=place, published_on=day,
            person_ids=picture.person_ids, activity_id=picture.activity_id, then=self._noted,
            otherwise=lambda error: self.picture.said.say(_refusal(error), "warning"),
        )  # fmt: skip

    def _noted(self, made: Publication) -> None:
        from deviceclerk.services.clerk import Change

        self.desk.broadcast(Change.CONSENT)
        self.picture.noted(_("It is noted: {place}.").format(place=made.place))

    def _done(self, one: OpenRemoval) -> None:
        from deviceclerk.services import removals

        number, person = one.publication.id, one.person.id if one.person else None

        def done(_change: object) -> None:
            action = (_("Undo"), lambda: self.desk.ask(removals.reopen, number, person))
            self.desk.notice(_("It is marked as taken down."), "success", action)

        self.ask(removals.done, number, person, then=done)

    def _take_down(self, one: Publication) -> None:
        from deviceclerk.services import removals

        def done(_change: object) -> None:
            action = (_("Undo"), lambda: self.desk.ask(removals.reopen, one.id, None))
            self.desk.notice(_("It is marked as taken down."), "success", action)

        self.ask(removals.done, one.id, None, then=done)

    def _why(self, one: Publication) -> None:
        from deviceclerk.services import publication_grounds

        def show(found: Grounds) -> None:
            self.desk.lay(GroundsPanel(self.winfo_toplevel(), found))

        self.ask(publication_grounds.grounds, one.id, then=show)

    def _ask(self, one: Publication) -> None:
        from deviceclerk.services import removals

        def asked(person_id: int | None, source: str) -> None:
            def put(_change: object) -> None:
                if panel.winfo_exists():
                    panel.close()
                self.desk.notice(_("It is on the list of what is to be taken down."), "success")

            self.ask(
                removals.ask_removal, one.id, person_id, source=source, then=put,
                otherwise=lambda error: panel.said.say(_refusal(error), "warning"),
            )  # fmt: skip

        panel = self._panel = AskPanel(self.winfo_toplevel(), one, asked)
        self.desk.lay(panel)


def _refusal(error: Exception) -> str:
    return wording.refusal_text(error) if isinstance(error, Refused) else _("That did not work.")
