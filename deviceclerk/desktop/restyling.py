"""When the widgets are told that their theme is another one: only then.

Tk tells all widgets of the window whenever any style is set, to whatever value, be it one that no widget has yet.
Each then works out its form anew, and the library makes each button's icons anew: twice for every screen that is
opened, and half of the time that this takes. Here a style is set before the first widget has it, so that none
needs to be told of anything but another theme; who changes the form of a style that is in use configures the
widgets that have it, as the rail does when it leaves out its words.
"""

from __future__ import annotations

import tkinter as tk

_TELL_LESS = """
if {[info commands ::ttk::ClerkTellAll] eq ""} {
    rename ::ttk::ThemeChanged ::ttk::ClerkTellAll
    proc ::ttk::ThemeChanged {} {
        if {[::ttk::style theme use] ne $::ttk::clerkTold} {
            set ::ttk::clerkTold [::ttk::style theme use]
            ::ttk::ClerkTellAll
        }
    }
}
set ::ttk::clerkTold [::ttk::style theme use]
"""


def tell_of_themes_only(root: tk.Misc) -> None:
    """From now on <<ThemeChanged>> comes to the widgets of this root when the theme in force is another one.

    To be called while nothing is in the root yet, with its first theme in force.
    """
    root.tk.eval(_TELL_LESS)
