"""What coordinators do with meetings in the admin, one module per job."""
