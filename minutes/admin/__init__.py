"""What coordinators do with minutes in the admin, one module per job."""
