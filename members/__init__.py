"""Who is in the network and how far they have come: applications, evidence, standing, directory, contacts, consent."""
