"""Generated examples take as long as the machine needs; by the profile "repeatable" they are the same every time."""

from hypothesis import settings

settings.register_profile("any machine", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("any machine")
