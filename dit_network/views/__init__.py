"""Pages that need no app of their own: what a visitor reads, and what waits for someone signed in."""
