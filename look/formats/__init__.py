"""How Django itself writes dates, where no page of ours says them: as our own words do."""
