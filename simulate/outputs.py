"""What commands say and write: counts with their nouns, and files that are tried before the work begins."""

import tempfile
from pathlib import Path


def counted(count: int, one: str, many: str = "") -> str:
    """A number and its noun: 1 document, 1,000 documents."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def check_output(flag: str, path: Path, *, suffix: str = "") -> None:
    """Raise ValueError, naming the flag, unless a file of this name can be written; what stands there stays as it is.

    Parameters
    ----------
    suffix : str
        What the name must end in, in small letters or capitals.
    """
    if not path.name.lower().endswith(suffix):
        raise ValueError(f"{flag} {path}: the name must end in {suffix}")
    if not path.parent.is_dir():
        raise ValueError(f"{flag} {path}: there is no folder {path.parent}")
    try:
        if path.exists():
            path.open("ab").close()
        else:
            tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise ValueError(f"{flag} {path} cannot be written: {error.strerror or error}") from None
