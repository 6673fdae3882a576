"""What every room stands on and which knows no room: jobs, settings, paths, logs, languages.

May import the standard library and platformdirs, nothing of the other rooms, and never Tk.
"""
