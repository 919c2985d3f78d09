"""What is said and decided at meetings: agenda, minutes, decisions, actions, documents."""
