"""A second opinion on certificates, by mpmath, dit, SymPy and z3; nothing of checks/verify is used here."""
