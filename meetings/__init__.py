"""What the network does together: meetings with their answers, waiting list, attendance and certificates."""
