"""A year of meetings from one rhythm: its dates, the meetings made from them, and what changes about them later."""
