"""What pages are made of: formulas, tables, claims, derivations, witnesses, the sheet they are printed on."""
