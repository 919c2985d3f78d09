"""Who can sign in: a User known by e-mail, and a second factor for those who run the network."""
