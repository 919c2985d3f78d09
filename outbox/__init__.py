"""Every message that leaves: written in the transaction of the change, sent afterwards, once."""
