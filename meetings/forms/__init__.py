"""What people type about meetings, one module per journey."""
