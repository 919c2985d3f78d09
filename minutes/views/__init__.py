"""Pages of agendas, minutes, actions and documents, one module per journey."""
