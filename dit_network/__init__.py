"""The top of the DIT Network: settings, addresses, public pages, health, the demo network."""
