"""Does our mail arrive? The set-up that mail filters look at, read from settings, rows and the DNS."""
