"""The demonstration: an invented network, one-click sign-in and a page for its mail. Only under DEMO."""
