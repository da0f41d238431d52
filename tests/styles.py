"""Right answers in the many styles of students: every one a convolution with a bank (F3).

`conv2d` of homeworks 1 and 2 is made of them by `one_channel` and `many_channels`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

__all__ = ["LOOPS", "STYLES", "many_channels", "one_channel"]

Array = Any
Function = Callable[..., Any]


def arrays(*values: Any) -> Iterator[Array]:
    """Return all values as arrays of floats."""
    return (np.asarray(value, dtype=float) for value in values)


def by_loops(image: Array, kernels: Array, biases: Array) -> Array:
    """Write the formula down, from -d to d."""
    image, kernels, biases = arrays(image, kernels, biases)
    filters, k, _, channels = kernels.shape
    d = k // 2
    height, width = image.shape[:2]
    out = np.empty((height - 2 * d, width - 2 * d, filters))
    for t in range(filters):
        for x in range(d, height - d):
            for y in range(d, width - d):
                total = 0.0
                for i in range(-d, d + 1):
                    for j in range(-d, d + 1):
                        for c in range(channels):
                            total += kernels[t, i + d, j + d, c] * image[x + i, y + j, c]
                out[x - d, y - d, t] = total + biases[t]
    return out


def by_lists(image: Array, kernels: Array, biases: Array) -> Array:
    """Use nothing but Python's lists."""
    image, kernels, biases = (np.asarray(v, float).tolist() for v in (image, kernels, biases))
    k = len(kernels[0])
    return [
        [
            [
                sum(
                    weight * pixel
                    for i in range(k)
                    for j in range(k)
                    for weight, pixel in zip(kernel[i][j], image[x + i][y + j], strict=True)
                )
                + bias
                for kernel, bias in zip(kernels, biases, strict=True)
            ]
            for y in range(len(image[0]) - k + 1)
        ]
        for x in range(len(image) - k + 1)
    ]


def by_fft(image: Array, kernels: Array, biases: Array) -> Array:
    """Multiply spectra; rounding makes zeros not quite zero."""
    image, kernels, biases = arrays(image, kernels, biases)
    k, size = kernels.shape[1], image.shape[:2]
    spectrum = np.fft.rfft2(image, axes=(0, 1))
    maps = []
    for kernel in kernels:
        other = np.conj(np.fft.rfft2(kernel, size, axes=(0, 1)))
        full = np.fft.irfft2((spectrum * other).sum(axis=2), size)
        maps.append(full[: size[0] - k + 1, : size[1] - k + 1])
    return np.stack(maps, axis=-1) + biases


def by_einsum(image: Array, kernels: Array, biases: Array) -> Array:
    """Name all axes."""
    image, kernels, biases = arrays(image, kernels, biases)
    windows = sliding_window_view(image, kernels.shape[1:3], axis=(0, 1))
    return np.einsum("xycij,tijc->xyt", windows, kernels) + biases


def by_strides(image: Array, kernels: Array, biases: Array) -> Array:
    """Make the windows by their strides."""
    image, kernels, biases = arrays(image, kernels, biases)
    image = np.ascontiguousarray(image)
    k = kernels.shape[1]
    rows, columns, channels = image.shape[0] - k + 1, image.shape[1] - k + 1, image.shape[2]
    down, across, deep = image.strides
    shape, strides = (rows, columns, k, k, channels), (down, across, down, across, deep)
    windows = as_strided(image, shape, strides).reshape(rows * columns, -1)
    return (windows @ kernels.reshape(len(kernels), -1).T + biases).reshape(rows, columns, -1)


def by_tensordot(image: Array, kernels: Array, biases: Array) -> Array:
    """Contract windows and kernels over three axes."""
    image, kernels, biases = arrays(image, kernels, biases)
    windows = sliding_window_view(image, kernels.shape[1:3], axis=(0, 1))
    return np.tensordot(windows, kernels, axes=((3, 4, 2), (1, 2, 3))) + biases


def by_slices(image: Array, kernels: Array, biases: Array) -> Array:
    """Add shifted parts of the image: a loop over the kernel's places only, from the last on."""
    image, kernels, biases = arrays(image, kernels, biases)
    k = kernels.shape[1]
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    out = np.zeros((rows, columns, len(kernels))) + biases
    for i in reversed(range(k)):
        for j in reversed(range(k)):
            out += image[i : i + rows, j : j + columns] @ kernels[:, i, j].T
    return out


class Layer:
    """A layer that is called like a function."""

    def __init__(self, dtype: type = float) -> None:
        self.dtype = dtype
        self.calls = 0

    def __call__(self, image: Array, kernels: Array, biases: Array) -> Array:
        """Return all maps."""
        self.calls += 1
        return np.stack(list(self.maps(np.asarray(image, self.dtype), kernels, biases)), axis=2)

    def maps(self, image: Array, kernels: Array, biases: Array) -> Iterator[Array]:
        """Yield one map after another."""
        for kernel, bias in zip(np.asarray(kernels, self.dtype), biases, strict=True):
            windows = sliding_window_view(image, kernel.shape)[:, :, 0]
            yield (windows * kernel).sum(axis=(2, 3, 4), dtype=self.dtype) + self.dtype(bias)


by_lambda = lambda image, kernels, biases: by_slices(image, kernels, biases)[::1, ::1]  # noqa: E731


def windows_of(image: Array, k: int) -> Iterator[Array]:
    """Yield window after window."""
    for x in range(image.shape[0] - k + 1):
        for y in range(image.shape[1] - k + 1):
            yield image[x : x + k, y : y + k]


def by_generator(image: Array, kernels: Array, biases: Array) -> Array:
    """Take windows from a generator."""
    image, kernels, biases = arrays(image, kernels, biases)
    k = kernels.shape[1]
    weights = kernels.reshape(len(kernels), -1)
    pixels = [weights @ window.ravel() + biases for window in windows_of(image, k)]
    return np.array(pixels).reshape(image.shape[0] - k + 1, image.shape[1] - k + 1, -1)


def total_of(products: list[Array]) -> Array:
    """Add halves up, each by itself."""
    if len(products) == 1:
        return products[0]
    middle = len(products) // 2
    return total_of(products[:middle]) + total_of(products[middle:])


def by_recursion(image: Array, kernels: Array, biases: Array) -> Array:
    """Add the shifted images up by halves: another order of summation."""
    image, kernels, biases = arrays(image, kernels, biases)
    k = kernels.shape[1]
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    products = [
        image[i : i + rows, j : j + columns, c, None] * kernels[:, i, j, c]
        for c in range(image.shape[2])
        for j in range(k)
        for i in range(k)
    ]
    return total_of(products) + biases


def with_noise(image: Array, kernels: Array, biases: Array) -> Array:
    """Print and warn while working."""
    print("shapes:", np.shape(image), np.shape(kernels))
    warnings.warn("slow, but right", stacklevel=1)
    return by_recursion(image, kernels, biases)


def by_reduce(image: Array, kernels: Array, biases: Array) -> Array:
    """Fold the channels, one convolution each, the last channel first."""
    image, kernels, biases = arrays(image, kernels, biases)
    zero = np.zeros(image.shape[2])
    planes = [
        by_tensordot(image[..., c : c + 1], kernels[..., c : c + 1], 0.0 * biases)
        for c in reversed(range(len(zero)))
    ]
    return reduce(np.add, planes) + biases


STYLES: dict[str, Function] = {
    "loops from -d to d": by_loops,
    "lists only": by_lists,
    "FFT": by_fft,
    "einsum": by_einsum,
    "as_strided": by_strides,
    "tensordot": by_tensordot,
    "shifted slices": by_slices,
    "a class with __call__": Layer(),
    "float32": Layer(np.float32),
    "a lambda": by_lambda,
    "a generator": by_generator,
    "recursion": by_recursion,
    "prints and warns": with_noise,
    "reduce": by_reduce,
}

LOOPS = {"loops from -d to d", "lists only", "a generator"}
"""Styles that are right, but have Python loops over pixels."""


def fits(image: Array, kernel: Array) -> None:
    """Refuse what the tasks refuse."""
    k, other = np.shape(kernel)[:2]
    if k != other or k % 2 == 0 or k > min(np.shape(image)[:2]):
        raise ValueError("the kernel does not fit")


def one_channel(style: Function) -> Function:
    """Return homework 1's `conv2d` in a style."""

    def conv2d(image: Array, kernel: Array, bias: float = 0.0) -> Array:
        fits(image, kernel)
        maps = style(np.asarray(image)[..., None], np.asarray(kernel)[None, ..., None], [bias])
        return without_maps(maps)

    return conv2d


def many_channels(style: Function) -> Function:
    """Return homework 2's `conv2d` in a style."""

    def conv2d(image: Array, kernel: Array, bias: float = 0.0) -> Array:
        if np.shape(image)[2] != np.shape(kernel)[2]:
            raise ValueError("image and kernel have different numbers of channels")
        return without_maps(style(image, np.asarray(kernel)[None], [bias]))

    return conv2d


def without_maps(maps: Any) -> Any:
    """Take the only map out, of an array or of nested lists."""
    if isinstance(maps, list):
        return [[pixel[0] for pixel in row] for row in maps]
    return maps[..., 0]
