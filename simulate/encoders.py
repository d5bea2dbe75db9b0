"""Encoders: affine layers with ReLU between them, unit norm at the end where asked, with gradients by hand.

A network with one layer is linear. All functions take the array namespace `xp` (NumPy, CuPy, a strict one).
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Encoder:
    """x -> W_L relu(... relu(W_1 x + b_1) ...) + b_L, divided by its norm when `unit_norm`.

    Attributes
    ----------
    layers : tuple of (weight (inputs, outputs), bias (outputs,)) pairs
    unit_norm : bool
    """

    layers: tuple[tuple[Any, Any], ...]
    unit_norm: bool


def random_encoder(inputs, dimension, *, depth, width, unit_norm, dtype, rng, xp):
    """An untrained encoder; weights N(0, 2/fan_in) before a ReLU, N(0, 1/fan_in) in the last layer.

    Parameters
    ----------
    inputs, dimension : int, widths of the input and of the embedding
    depth : int >= 1, number of affine layers; 1 is a linear encoder
    width : int, width of the hidden layers
    dtype : name of the float type, "float32" or "float64"
    rng : numpy Generator (the draws are the same on every device)
    """
    widths = [inputs, *[width] * (depth - 1), dimension]
    layers = []
    for level, (fan_in, fan_out) in enumerate(pairwise(widths), start=1):
        scale = ((1 if level == depth else 2) / fan_in) ** 0.5
        weight = xp.asarray((scale * rng.standard_normal((fan_in, fan_out))).astype(dtype))
        layers.append((weight, xp.zeros((fan_out,), dtype=weight.dtype)))
    return Encoder(layers=tuple(layers), unit_norm=unit_norm)


def forward(encoder, inputs, *, xp):
    """Embeddings, with what the backward pass needs.

    Parameters
    ----------
    encoder : Encoder
    inputs : (n, p) float array of `xp`

    Returns
    -------
    embeddings : (n, d)
    trace : tuple (inputs of each layer, norms or None)
    """
    layer_inputs, signal = [], inputs
    for level, (weight, bias) in enumerate(encoder.layers):
        if level:
            signal = xp.where(signal > 0, signal, xp.zeros_like(signal))
        layer_inputs.append(signal)
        signal = signal @ weight + bias
    if not encoder.unit_norm:
        return signal, (layer_inputs, None)
    norms = xp.sqrt(xp.sum(signal * signal, axis=1, keepdims=True))
    return signal / norms, (layer_inputs, norms)


def backward(encoder, embeddings, trace, slope, *, xp):
    """Gradients of a loss with respect to the layers, from its gradient `slope` at the embeddings.

    Parameters
    ----------
    encoder, embeddings, trace : as given to and by `forward`
    slope : (n, d), the loss's gradient at the embeddings

    Returns
    -------
    list of (weight gradient, bias gradient), in the order of the layers
    """
    layer_inputs, norms = trace
    if norms is not None:  # through z = s/|s|: remove the radial part, divide by the norm
        slope = (slope - embeddings * xp.sum(slope * embeddings, axis=1, keepdims=True)) / norms
    gradients = []
    for level in reversed(range(len(encoder.layers))):
        signal, weight = layer_inputs[level], encoder.layers[level][0]
        gradients.append((signal.T @ slope, xp.sum(slope, axis=0)))
        if level:  # the layer's input came out of a ReLU
            slope = slope @ weight.T
            slope = xp.where(signal > 0, slope, xp.zeros_like(slope))
    return gradients[::-1]


def embed(encoder, inputs, *, xp):
    """Embeddings (n, d) of `inputs` (n, p), in the encoder's own float type.

    Raises
    ------
    ValueError
        When `inputs` is not (n, p) with p the encoder's input width.
    """
    weight = encoder.layers[0][0]
    if inputs.ndim != 2 or inputs.shape[1] != weight.shape[0]:
        raise ValueError(f"inputs has shape {tuple(inputs.shape)}, needs (n, {weight.shape[0]})")
    return forward(encoder, xp.asarray(inputs, dtype=weight.dtype), xp=xp)[0]
