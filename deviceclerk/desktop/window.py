"""The one window: the rail, the screens, and what goes on around them.

It catches scans wherever the focus is and has them recorded, fetches the answers of the lanes, watches whether
another process changed something, and keeps the settings of this PC.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import doormode_words, look, navigation, placement, shortcuts
from deviceclerk.desktop.desk import Action, Desk
from deviceclerk.desktop.door_questions import Questions
from deviceclerk.desktop.findkeys import FindKeys
from deviceclerk.desktop.focuswatch import FocusWatch
from deviceclerk.desktop.look import NoticeKind
from deviceclerk.desktop.notices import Notice, NoticeBar
from deviceclerk.desktop.opening import Opening
from deviceclerk.desktop.panel import Laid, Panel
from deviceclerk.desktop.pulse import Pulse
from deviceclerk.desktop.root import Root
from deviceclerk.desktop.scanning import Scanning
from deviceclerk.desktop.scanreader import OnKey, ScanReader
from deviceclerk.desktop.screen import Screen
from deviceclerk.desktop.tidy import Tidy
from deviceclerk.support import i18n
from deviceclerk.support import settings as pcsettings
from deviceclerk.support.jobs import Jobs
from deviceclerk.support.settings import PcSettings

if TYPE_CHECKING:
    from deviceclerk.desktop.overlay import AnswerStrip, KeyboardLost
    from deviceclerk.domain.schoolday import Mode
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.services.custody import ScanAnswer
    from deviceclerk.support.onewindow import OneWindow

log = logging.getLogger(__name__)


class Window:
    """The program's window. Made on the main thread; `run` returns when it was closed."""

    def __init__(
        self,
        clerk: Clerk | Callable[[], Clerk],
        settings: PcSettings,
        *,
        settings_file: Path | None = None,
        title: str = "DeviceClerk",
        first: str | None = None,
        claim: OneWindow | None = None,
    ) -> None:
        """`clerk` is an open school, or what opens one: that then happens while the window is painted.

        Settings are kept in `settings_file`; without one they are not. `first` is the screen to start with,
        by default the one that was open last. With `claim` a second start brings this window to the front.
        """
        i18n.set_language(settings.language)
        self.title = title
        self.root = Root(settings, self.failed)
        self.tidy = Tidy()
        self.jobs = Jobs()
        self.pulse = Pulse(self.root, self.jobs, self.failed)
        self.desk = Desk(clerk, settings, self.jobs, self)
        self._settings_file = settings_file
        self.closed = False
        self.wants_demo = False
        """Whether the clerk chose to go on to the demonstration school."""
        self._build()
        self._begin(claim)
        last = settings.last_screen if settings.last_screen in navigation.PLACES else "door"
        self.show(first or last)
        self.pulse.start(self.desk, self._tick, lambda change: self.changed(change))

    def _begin(self, claim: OneWindow | None) -> None:
        """Makes what serves all screens, and lives as long as the window."""
        self.find_keys = FindKeys(self)
        self.questions = Questions(self, self.root, self.find_keys.close)
        self.scanning = Scanning(self)
        self._opening = Opening(self, claim)
        self.root.when_seen(self._opening.finish)
        self.reader = ScanReader(
            self.root, self.scanning.scanned, lambda: self.screen.scan_began(), self.find_keys.key
        )
        self.focus = FocusWatch(self.root, self._keyboard_moved)
        shortcuts.bind(self.root, self)
        self.root.protocol("WM_DELETE_WINDOW", self.close)

    # --- building -----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.screens: dict[str, Screen] = {}
        self.front = ""  # the key of the screen in front
        self.over = Laid()
        self.root.columnconfigure(1, weight=1)
        self.root.rowconfigure(0, weight=1)
        self.rail = navigation.Rail(self.root, self.show, self.show_keys, self.choose_who, self.show_guide)
        self.rail.who.look(self.desk)
        self.rail.grid(row=0, column=0, sticky="nsew")
        self._right = ttk.Frame(self.root)
        self._right.grid(row=0, column=1, sticky="nsew")
        # Tk lays out anew only what asks for some room: an empty strip stayed where a notice had been.
        self._right.columnconfigure(0, weight=1, minsize=2)
        self._right.rowconfigure(1, weight=1, minsize=2)
        self.notices = NoticeBar(self._right)
        self.notices.grid(row=0, column=0, sticky="ew")
        self.notices.grid_remove()
        self.content = ttk.Frame(self._right)
        self.content.grid(row=1, column=0, sticky="nsew")
        self.content.pack_propagate(False)
        self.in_sight = placement.Front(self.content)
        self.lost_strip: KeyboardLost | None = None  # over another screen than the door, when first needed

    def _rebuild(self) -> None:
        """Makes everything anew, in another language, theme or size, and shows what was in front."""
        front, waiting = self.front, self.notices.waiting
        had = str(self.root.tk.call("focus"))
        within = had.removeprefix(str(self.screen)) if had.startswith(f"{self.screen}.") else ""
        self.scanning.end()
        self.questions.close()
        self.notices.close()
        self.rail.destroy()
        self._right.destroy()
        self._build()
        placement.limit(self.root)
        for notice in waiting:
            self.notices.say(notice)
        self.show(front)
        # Whoever chose by key goes on from there: the same widget, made anew.
        if within and int(self.root.tk.call("winfo", "exists", f"{self.screen}{within}")):
            self.root.tk.call("focus", f"{self.screen}{within}")
        self._keyboard_moved(self.focus.lost)

    # --- screens ------------------------------------------------------------------------------------------

    def show(self, key: str, /, **params: object) -> None:
        """Brings a screen to the front, made now if it was not yet."""
        screen = self.screens.get(key)
        if screen is None:
            if key != "door":
                look.style_lists(self.root)
            screen = self.screens[key] = navigation.screen_class(key)(self.content, self.desk)
        if key != self.front:
            self._swap(key, screen)
        screen.on_show(**params)
        if screen.stale:
            screen.stale = False
            screen.refresh()
        screen.focus_first()

    def _swap(self, key: str, screen: Screen) -> None:
        before = self.screens.get(self.front)
        if before is not None:
            before.on_hide()
        self.front = key
        self.notices.turned_to(self.desk.names.on(key))
        self.scanning.hide()
        self.find_keys.close()
        self.questions.leave()
        self.in_sight.bring(screen)
        self.rail.mark(key)
        self.root.title(f"{screen.title()} - {self.title}")
        self._keyboard_moved(self.focus.lost if hasattr(self, "focus") else False)

    @property
    def screen(self) -> Screen:
        """The screen in front."""
        return self.screens[self.front]

    def changed(self, change: Change) -> None:
        """Part of Shell."""
        self.rail.who.look(self.desk)
        self.find_keys.changed(change)
        if (panel := self.over.panel) is not None:
            panel.changed(change)
        for key, screen in self.screens.items():
            if change & screen.stale_on:
                screen.stale = key != self.front
                if key == self.front:
                    screen.refresh()
        if change & change.SETTINGS:
            self.desk.ask_timetable()

    # --- scans --------------------------------------------------------------------------------------------

    def present(self, answer: ScanAnswer) -> None:
        """Part of Shell."""
        self.scanning.present(answer)
        if self.front == "door":
            self.in_sight.home()

    @property
    def answer_strip(self) -> AnswerStrip | None:
        """The answer over another screen than the door; None before the first."""
        return self.scanning.strip

    def mode_changed(self, mode: Mode) -> None:
        """Part of Shell."""
        for screen in self.screens.values():
            screen.mode_changed()
        if said := doormode_words.news(self.desk.door_mode, at_door=self.front == "door"):
            self.notice(said)

    # --- the keyboard -------------------------------------------------------------------------------------

    def _keyboard_moved(self, lost: bool) -> None:
        """Another program took the keyboard, or it is back."""
        tells = getattr(self.screen, "keyboard_lost", None)
        if tells is not None:
            tells(lost)
            if lost:
                self.in_sight.home()
        if lost and tells is None:
            if self.lost_strip is None:
                from deviceclerk.desktop.overlay import KeyboardLost

                self.lost_strip = KeyboardLost(self.content, self.take_keyboard)
            self.lost_strip.show()
        elif self.lost_strip is not None:
            self.lost_strip.place_forget()

    def take_keyboard(self) -> None:
        """Gets the keyboard back from another program, on a click."""
        self.root.lift()
        self.root.focus_force()
        self.screen.focus_first()

    def refresh(self) -> None:
        """F5."""
        self.screen.refresh()

    def search(self) -> None:
        """Ctrl+F."""
        self.screen.search()

    def toggle_names(self) -> None:
        """F6."""
        self.screen.toggle_names()

    def find(self) -> None:
        """F3."""
        self.find_keys.open()

    @property
    def covered(self) -> bool:
        """Whether a panel lies over the screen, or a question: these come before the finder."""
        return self.over.panel is not None or self.questions.question is not None

    def undo(self) -> None:
        """F9, and Ctrl+Z outside text fields."""
        if not self.screen.undo():
            self.desk.undo_last()

    def escape(self) -> None:
        """Escape: what lies on top goes first."""
        laid = (self.questions.leave, self.over.close, self.find_keys.close, self.scanning.hide)
        over = (*laid, self.screen.escape, self.desk.door_mode.end_once)
        if not any(close() for close in over):
            self.notices.dismiss()

    def show_guide(self) -> None:
        """F1, and F1 again."""
        from deviceclerk.services import guide

        self.over.close()
        if self.front == "guide":
            self.screen.escape()
        else:
            page = guide.page_for(self.front, self.desk.door_mode.phase())
            self.show("guide", page=page, back=self.front)

    def show_keys(self) -> None:
        """F2, and F2 again."""
        if not self.over.close():
            self.lay(shortcuts.overview(self.content))

    def lay(self, panel: Panel) -> None:
        """Part of Shell: one panel lies over the screen at a time, and Escape puts it away."""
        self.find_keys.close()
        self.questions.leave()
        self.over.lay(panel, below=self.screen.top_in_sight)

    def put_away(self) -> bool:
        """Part of Shell."""
        return self.over.close()

    def choose_who(self) -> None:
        """Ctrl+0, and the name in the rail: the list from which who is at the PC is chosen."""
        from deviceclerk.desktop.who_panel import WhoPanel

        was_open = isinstance(self.over.panel, WhoPanel)
        if not (self.over.close() and was_open):
            look.style_lists(self.root)
            self.lay(WhoPanel(self.content, self.desk, self.front))

    # --- notices and settings -----------------------------------------------------------------------------

    def notice(self, text: str, kind: NoticeKind = "info", action: Action | None = None) -> None:
        """Part of Shell."""
        self.notices.say(Notice(text, kind, action))

    def failed(self, error: BaseException) -> None:
        """Part of Shell."""
        from deviceclerk.desktop import errors

        errors.present(error, self.notices.say, self.content)

    def open_demo(self) -> None:
        """Part of Shell: this school is closed, and whoever ran the window opens the other."""
        self.wants_demo = True
        self.root.after_idle(self.close)

    def settings_changed(self, old: PcSettings, new: PcSettings) -> None:
        """Part of Shell: a new language, theme or text size shows at once."""
        if new.language != old.language:
            i18n.set_language(new.language)
            ttk.set_locale(new.language)
        if (new.theme, new.text_size) != (old.theme, old.text_size):
            look.apply(self.root, new.theme, new.text_size, self.root.base_scaling)
        if (new.language, new.theme, new.text_size) != (old.language, old.theme, old.text_size):
            # The button that was pressed is among what is made anew: let it finish first.
            self.root.after_idle(self._rebuild)
        for screen in self.screens.values():
            screen.settings_changed(old, new)
        self._keep_settings()

    def _keep_settings(self) -> None:
        if self._settings_file is None:
            return
        try:
            pcsettings.save(self._settings_file, self.desk.settings)
        except OSError as error:
            log.warning("settings not kept: %s", error.strerror)

    # --- the loop -----------------------------------------------------------------------------------------

    def watch_keys(self, watcher: OnKey | None) -> None:
        """Part of Shell."""
        self.reader.watcher = watcher

    def wake(self) -> None:
        """Part of Shell."""
        self.pulse.wake()

    def _tick(self) -> None:
        self._opening.look()
        self.focus.look()
        self.rail.who.look(self.desk)
        self.desk.door_mode.look()
        self.screen.on_tick()
        if not self.working:
            self.tidy.look()

    def run(self) -> None:
        """Shows the window until it is closed."""
        self.root.mainloop()

    @property
    def working(self) -> bool:
        """Whether an answer is still to come, other than that of the look at other processes' changes."""
        return self.pulse.working

    def pump(self) -> None:
        """Runs everything that is due now, for who drives the window from code."""
        self.root.update()

    def close(self) -> None:
        """Ends the program: asks nothing more, waits until all scans are recorded, then goes."""
        if self.closed:
            return
        self.closed = True
        last = self.front if self.front in navigation.PLACES else ""
        self.desk.settings = replace(self.desk.settings, window=placement.remembered(self.root), last_screen=last)
        self._keep_settings()
        self.root.leave_focus_tidy()
        self.root.withdraw()
        self.reader.close()
        self.pulse.stop()
        self.questions.close()
        self.desk.close()
        self.root.end()
        self.tidy.close()
