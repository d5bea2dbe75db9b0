"""The exact law of a deterministic code of an enumerated source, and the two terms of its rate (bits).

With X uniform on rows, C = code(X) and Y the document of a row, I(X;C) = H(C) = I(Y;C) + I(X;C|Y): the
first term ranks, the second is what the code spends on everything else. Counts are integers, so masses are
exact.
"""

from dataclasses import dataclass

import numpy as np

from simulate.laws import conditional_entropy, entropy, mutual_information


@dataclass(frozen=True)
class CodeLaw:
    """What a code of an enumerated source spends and reaches.

    Attributes
    ----------
    rate : H(C) = I(X;C), bits
    relevant : I(Y;C), bits
    spent_elsewhere : I(X;C|Y) = H(C|Y), bits
    best_mean_reciprocal_rank : of the decoder that ranks by P(Y|C), in (0, 1]
    """

    rate: float
    relevant: float
    spent_elsewhere: float
    best_mean_reciprocal_rank: float


def code_law(codewords, document, *, documents):
    """The law of (Y, C) by counting rows, each of equal mass.

    Parameters
    ----------
    codewords : (n,) integers, C of each row
    document : (n,) ints from 0 to documents - 1, Y of each row
    documents : int, size of the corpus

    Returns
    -------
    CodeLaw

    Raises
    ------
    ValueError
        When the arrays do not match, are empty, or a document is out of range.
    """
    joint = joint_law(codewords, document, documents=documents)
    gain = -np.sort(-joint, axis=0).sum(axis=1) @ (1 / np.arange(1, documents + 1))
    joint = joint[None]
    return CodeLaw(
        rate=float(entropy(joint, [-1])[0]),
        relevant=float(mutual_information(joint, [-2], [-1])[0]),
        spent_elsewhere=float(conditional_entropy(joint, [-1], [-2])[0]),
        best_mean_reciprocal_rank=float(gain),
    )


def joint_law(codewords, document, *, documents):
    """P(Y, C) (documents, distinct codewords) by counting rows of equal mass; arguments and errors as `code_law`."""
    codewords, document = np.asarray(codewords), np.asarray(document)
    if codewords.shape != document.shape or codewords.ndim != 1 or not len(codewords):
        raise ValueError(f"codewords has shape {codewords.shape}, document {document.shape}: need (n,)")
    if document.min() < 0 or document.max() >= documents:
        raise ValueError(f"document holds {document.min()} to {document.max()}, need 0 to {documents - 1}")
    _, cell = np.unique(codewords, return_inverse=True)
    counts = np.zeros((documents, cell.max() + 1), dtype=np.int64)
    np.add.at(counts, (document, cell), 1)
    return counts / len(codewords)


def centroids(embeddings, codewords):
    """Each row's cell centroid, (n, d): the best fixed reconstruction of the rows that share a codeword."""
    _, cell = np.unique(codewords, return_inverse=True)
    sums = np.zeros((cell.max() + 1, embeddings.shape[1]))
    np.add.at(sums, cell, embeddings)
    return (sums / np.bincount(cell)[:, None])[cell]
