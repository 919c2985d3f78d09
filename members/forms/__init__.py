"""Forms of members, one module per journey."""
