"""Pages of members, one module per journey."""
