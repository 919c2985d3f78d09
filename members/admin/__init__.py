"""What coordinators do with members in the admin, one module per job."""
