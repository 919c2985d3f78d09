"""My CPD: what somebody attended over a period, with its totals, its gaps and their own reflections."""
