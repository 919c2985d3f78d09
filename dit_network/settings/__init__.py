"""Settings: `base` for all; `local` for one's own machine; `production` refuses what is unsafe; `testing`."""
