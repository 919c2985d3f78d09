"""Where trainees and supervisors are: counted by area for coordinators, and protected for service leads."""
