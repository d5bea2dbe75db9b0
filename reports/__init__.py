"""The pages that reviewers read, and their builder."""
