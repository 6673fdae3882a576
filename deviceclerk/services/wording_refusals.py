"""The words for what is refused about files, the school's data, and devices with their tags."""

from deviceclerk.support.i18n import _


def refusals() -> dict[str, str]:
    """Why something could not be done; see `wording.refusals`."""
    return _file_refusals() | _data_refusals() | _device_refusals()


def _file_refusals() -> dict[str, str]:
    return {
        "file_not_found": _("The file {file} is not there."),
        "file_unreadable": _("{file} cannot be opened. Close it in other programs and try again."),
        "file_empty": _("The file {file} is empty. Export it anew from the parent app."),
        "file_encrypted": _("{file} has a password. Open it in Excel, remove the password and save it again."),
        "file_damaged": _("{file} is damaged or incomplete. Export it anew from the parent app."),
        "file_too_large": _(
            "{file} is too large to be a class list. Export only the consent answers, or copy the list into a new "
            "workbook."
        ),
        "file_too_slow": _("Reading {file} took too long. Open it in Excel, save it again as .xlsx and try again."),
        "file_kind_unknown": _("{file} is not an Excel or CSV file. Choose the export of the parent app."),
        "not_a_roster": _("No list of pupils with consent answers was found in {file}. Choose another file."),
        "sheet_not_found": _("There is no sheet “{sheet}” in {file}."),
        "layout_not_supported": _(
            "{file} is of a kind that cannot be read. Open it in Excel and save it as .xlsx."
        ),
        "no_pupils": _("{file} has headings, but no pupils below them. Export again, with the groups you want."),
        "read_cancelled": _("Reading was stopped. Nothing was changed."),
        "already_imported": _("This file was imported already. Nothing was changed."),
        "no_import": _("There is no import to take back."),
        "roster_changed": _("The list of pupils changed meanwhile. Look at the difference once more."),
        "cannot_write": _(
            "{file} cannot be written. Is it open in another program, or is the disk full? Choose another name or "
            "folder."
        ),
        "unknown_export_kind": _("A log is written as .xlsx, .csv or .pdf; choose one of these endings."),
        "no_such_folder": _("There is no folder {folder}. Is a disk missing, or the network? Choose another."),
        "totals_of_few": _(
            "Numbers of fewer than {n} pupils would say who they are. Choose more groups, or the whole school."
        ),
        "totals_of_one": _("Numbers without names are of groups, never of one pupil or device."),
        "unknown_table_kind": _("{file} does not end in one of {kinds}; choose one of these endings."),
        "too_many_rows": _("An Excel sheet holds {most} events at most. Choose fewer days, or write a .csv."),
        "write_cancelled": _("Writing was stopped. No file was made."),
        "no_file_given": _("Say which file is to be imported."),
        "unknown_profile": _("There is no import profile “{profile}”."),
        "profile_does_not_fit": _("{file} is not as the import profile “{profile}” expects it. Choose another."),
        "bad_profile_name": _("Give the import profile a name of {longest} letters at most."),
        "profile_name_taken": _("“{profile}” comes with the program. Choose another name for yours."),
        "profile_is_shipped": _("“{profile}” comes with the program and cannot be removed."),
        "unknown_column": _("There is no column “{column}” in {file}."),
        "column_is_private": _("The column “{column}” is private and is never read in."),
        "unknown_question": _("There is no question “{question}” in {file}."),
        "correction_does_not_fit": _(
            "Read like this, {file} is no list of pupils with answers. It is read as it was before."
        ),
        "import_cancelled": _("The import was stopped. Nothing was changed."),
        "erasure_cancelled": _("It was stopped. Nothing was erased."),
        "unknown_choice": _("There is no remembered choice {choice}."),
        "no_question": _("Row {row} of sheet “{sheet}” is not one to choose for: it is certain, or not there."),
        "not_a_candidate": _("The row of {name} cannot be about that pupil. It can be about: {candidates}."),
        "not_gone": _("{name} is not gone from this export."),
        "no_conflict": _("This export contradicts nothing that was entered by hand for {name} and “{purpose}”."),
        "withdrawal_stands": _(
            "{name} was withdrawn by hand on {date}, and the export has no yes of a later day: the withdrawal "
            "stands. If it is no longer right, enter the new answer by hand."
        ),
        "no_media": _("Choose photo, film, sound or other for this question."),
    }


def _data_refusals() -> dict[str, str]:
    return {
        "data_unwritable": _("The folder with the school's data cannot be written. Ask who manages this PC."),
        "data_damaged": _("The school's data file is damaged. Do not delete it; ask who manages this PC."),
        "data_newer": _("The school's data was saved by a newer DeviceClerk. Install that version here, too."),
        "data_busy": _("Another program holds the school's data. Try again in a moment."),
        "data_unreachable": _("The disk with the school's data does not answer. Ask who manages this PC."),
        "disk_full": _("The disk is full. Make room and try again; nothing was changed."),
        "not_for_demo": _(
            "{folder} holds a school's own data. Choose an empty folder for the demonstration school."
        ),
        "nobody_found": _("Nobody is known as “{reference}”."),
        "ambiguous_person": _("“{reference}” can be several people: {candidates}."),
        "unknown_group": _("There is no group “{group}”."),
        "unknown_purpose": _("Nobody was asked about “{purpose}”."),
        "unknown_activity": _("There is no activity {activity}."),
        "days_reversed": _("The last day ({last}) comes before the first ({first})."),
        "no_window": _("This program has no window."),
        "no_display": _("There is no display to open the window on. “make tour” shows the app without one."),
        "demo_unavailable": _("The demonstration school is missing from this installation. Install it anew."),
        "bad_age_limit": _("The age limit is 16, 17 or 18."),
        "bad_year_start": _("Not every year has a day {day} of month {month}. Choose another first day."),
    }


def _device_refusals() -> dict[str, str]:
    return {
        "pocket_taken": _("Pocket {pocket} is already used by {pupil}. Choose another."),
        "pocket_range": _("{pocket} is not a pocket number. Choose a number from 1 to 999."),
        "tag_in_use": _("This tag is on another device already."),
        "no_tag": _("This device has no valid tag now."),
        "already_used": _("Something was done with this device since. Remove it on the screen Devices."),
        "unknown_code": _("This school never issued this code."),
        "code_is_blank": _("This tag is on nothing yet, so there is nothing to replace."),
        "card_is_printed": _("A command card is not made of a blank tag. Print the new card instead."),
        "labels_or_cards": _("Labels and cards do not go on one sheet. Print one, and then the other."),
        "no_badges": _("Nobody has a badge yet. Give the staff badges first."),
        "group_needed": _("Fill in a group."),
        "tag_revoked": _("This tag was withdrawn and cannot be used again."),
        "damaged_code": _("This is not a whole tag code. Scan the tag once more."),
        "badge_in_use": _("This is the badge of {name} already."),
        "badge_is_command": _("This is a command card. Take another tag for the badge."),
        "staff_name_needed": _("Type the name first."),
        "staff_name_long": _("This name is too long. Use {most} characters at most."),
        "staff_exists": _("{name} is on the list already. Add something that tells the two apart."),
        "unknown_device": _("This device is not registered (any more)."),
        "device_not_home": _("The device is not with the pupil now. Hand it back first."),
        "nothing_to_undo": _("There is nothing of today to undo."),
        "no_such_event": _("There is no event {event}."),
        "cannot_undo": _("This cannot be undone: it changed nothing, or was undone already."),
        "not_of_today": _("Only what happened today can be undone."),
        "unknown_sheet": _("The label sheet “{sheet}” is not known. Known are: {known}."),
        "sheet_measures": _("With these measures the labels do not fit on A4 paper, or lie over each other."),
        "label_too_small": _("On a label of {width} × {height} mm there is no room for a code that can be read."),
        "offset_too_large": _("Labels are moved by {most} mm at most."),
        "start_off_sheet": _("The sheet has no position {start}. Choose 1 to {positions}."),
        "nothing_to_print": _("There are no tags to print. Register devices first, or ask for blank tags."),
    }
