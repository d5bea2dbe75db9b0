"""What is true: derivations, bounds, exact curves; `theory.proof` holds the certificate finders."""
