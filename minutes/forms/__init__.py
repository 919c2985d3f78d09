"""What people type about agendas, minutes and actions, one module per journey."""
