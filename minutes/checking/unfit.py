"""Why a file is not taken."""


class Unfit(Exception):
    """A file was refused; its text says why and what to do, for the person who chose it."""


DAMAGED = "This file is damaged or not whole. Check that it opens on your own computer, save it again, then add it."
PROTECTED = "This file is protected by a password, so members could not read it. Save it without one, then add it."
