"""What the clerk sees: the only room with Tk.

May import services, domain and support; no other room imports this one, except `app`, where the rooms meet.
"""
