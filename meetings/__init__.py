"""What the network does together: venues, meetings, answers, waiting list, notices."""
