"""Pages of meetings, one module per journey."""
