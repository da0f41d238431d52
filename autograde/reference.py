"""The right answers, vectorised. NumPy only.

All functions compute cross-correlation ("no flip"), as the lecture's formulas F1 to F3 are
written and as every deep-learning library does; the bias is added once. Sizes: an image has
*H* rows and *W* columns, *C* channels; a kernel has side *k* = 2 *d* + 1; a bank has *T* filters.

Source: E. Sokolov (HSE), *Foundations of deep learning*, lecture 3, 2022. `autograde.oracle`
spells the formulas out as loops and judges this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, DTypeLike, NDArray

__all__ = [
    "conv2d",
    "conv2d_channels",
    "conv2d_filters",
    "conv2d_same",
    "conv_pixel",
    "count_conv_parameters",
    "count_dense_parameters",
    "count_filter_parameters",
    "count_network",
    "grayscale_kernel",
    "im2col",
    "move_kernel",
    "pick_channel_kernel",
    "shift",
    "sobel_edges",
]

Floats = NDArray[np.floating[Any]]

SOBEL = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]])
REC_601 = (0.299, 0.587, 0.114)

# Sizes for speed alone; results do not depend on them.
IN_CACHE = 2**18  # numbers in strips: they stay in a core's second-level cache, or nearly
ONE_PRODUCT = 2**19 - 1  # multiplications: OpenBLAS computes up to here on one thread, unpacked
FEW_PIXELS = 14  # a product of fewer pixels is slower
WORTH_A_THREAD = 10**7  # multiplications that pay for starting one


# hw1: one channel --------------------------------------------------------------------------------


def conv_pixel(image: ArrayLike, kernel: ArrayLike, bias: float, x: int, y: int) -> float:
    """Return one pixel of a convolution, the window centred at (x, y).

    Raises
    ------
    ValueError
        Where the window leaves the image.
    """
    pixels, weights = floats(image), floats(kernel)
    d = weights.shape[0] // 2
    height, width = pixels.shape
    if not (d <= x < height - d and d <= y < width - d):
        raise ValueError(
            f"a window of half-width {d} stays inside an image of shape {pixels.shape}; "
            f"at ({x}, {y}) it does not"
        )
    window = pixels[x - d : x + d + 1, y - d : y + d + 1]
    return float((window * weights).sum() + bias)


def conv2d(image: ArrayLike, kernel: ArrayLike, bias: float = 0.0) -> Floats:
    """Convolve one channel with one kernel (F1).

    Parameters
    ----------
    image : (H, W)
    kernel : (k, k)
    bias
        Added once.

    Returns
    -------
    ndarray of float, (H - 2d, W - 2d)

    Raises
    ------
    ValueError
        For a kernel that is not square, has an even side or is larger than the image.
    """
    pixels, weights = floats(image), floats(kernel)
    if weights.ndim != 2:
        raise ValueError(f"a kernel has shape (k, k); got {weights.shape}")
    return conv2d_filters(pixels[..., None], weights[None, ..., None], [bias])[..., 0]


def conv2d_same(image: ArrayLike, kernel: ArrayLike, bias: float = 0.0) -> Floats:
    """Convolve with *d* zeros around the image, so that the result is (H, W)."""
    return conv2d(np.pad(floats(image), np.shape(kernel)[0] // 2), kernel, bias)


def sobel_edges(image: ArrayLike) -> Floats:
    """Return the gradient's magnitude by Sobel's two kernels, (H - 2, W - 2)."""
    return np.hypot(conv2d(image, SOBEL), conv2d(image, SOBEL.T))


def shift(image: ArrayLike, dx: int, dy: int) -> Floats:
    """Return ``out[x, y] = image[x - dx, y - dy]``, zeros where that lies outside."""
    pixels = floats(image)
    height, width = pixels.shape
    moved = np.zeros_like(pixels)
    if abs(dx) < height and abs(dy) < width:
        moved[max(dx, 0) : height + min(dx, 0), max(dy, 0) : width + min(dy, 0)] = pixels[
            max(-dx, 0) : height + min(-dx, 0), max(-dy, 0) : width + min(-dy, 0)
        ]
    return moved


# hw2: channels -----------------------------------------------------------------------------------


def conv2d_channels(image: ArrayLike, kernel: ArrayLike, bias: float = 0.0) -> Floats:
    """Convolve all channels with one kernel (F2): (H, W, C), (k, k, C) -> (H - 2d, W - 2d).

    Raises
    ------
    ValueError
        Where the channels differ, and for what `conv2d` refuses.
    """
    return conv2d_filters(image, floats(kernel)[None], [bias])[..., 0]


def grayscale_kernel() -> Floats:
    """Return Rec. 601 luma as a 1x1 convolution, (1, 1, 3)."""
    return np.array(REC_601).reshape(1, 1, 3)


def pick_channel_kernel(k: int, C: int, channel: int) -> Floats:
    """Return the kernel (k, k, C) that copies one channel."""
    kernel = np.zeros((k, k, C))
    kernel[k // 2, k // 2, channel] = 1.0
    return kernel


def move_kernel(k: int, dx: int, dy: int) -> Floats:
    """Return the kernel (k, k) that moves the picture by (dx, dy)."""
    d = k // 2
    kernel = np.zeros((k, k))
    kernel[d - dx, d - dy] = 1.0
    return kernel


def count_filter_parameters(d: int, C: int) -> int:
    """Return the parameters of one filter of half-width d on C channels."""
    return int((2 * d + 1) ** 2 * C + 1)


# hw3: filters ------------------------------------------------------------------------------------


def conv2d_filters(
    image: ArrayLike,
    kernels: ArrayLike,
    biases: ArrayLike,
    *,
    dtype: DTypeLike = float,
    threads: int = 1,
) -> Floats:
    """Convolve with a bank of filters (F3).

    Parameters
    ----------
    image : (H, W, C)
    kernels : (T, k, k, C)
    biases : (T,)
    dtype
        The type to compute in. Double by default whatever the image's is, so that a student's
        float32 answer is judged by something better than itself.
    threads
        So many share the rows. One by default: a grader runs a process on every core already.

    Returns
    -------
    ndarray of `dtype`, (H - 2d, W - 2d, T)

    Raises
    ------
    ValueError
        For sizes that do not fit together, with the rule and the sizes.
    """
    pixels, bank, offsets = (np.asarray(x, dtype=dtype) for x in (image, kernels, biases))
    expect_sizes(pixels, bank, offsets)
    filters, k = bank.shape[:2]
    rows, columns = pixels.shape[0] - k + 1, pixels.shape[1] - k + 1
    out = np.empty((rows, columns, filters), pixels.dtype)
    threads = min(threads, rows, out.size * bank[0].size // WORTH_A_THREAD)
    if threads < 2:
        convolve_rows(pixels, bank, offsets, out)
        return out
    cuts = [rows * n // threads for n in range(threads + 1)]
    tasks = [
        (pixels[top : end + k - 1], bank, offsets, out[top:end]) for top, end in pairwise(cuts)
    ]
    with ThreadPoolExecutor(threads - 1) as pool:  # NumPy gives up the lock while it computes
        others = [pool.submit(convolve_rows, *task) for task in tasks[1:]]
        convolve_rows(*tasks[0])
    for other in others:
        other.result()
    return out


def convolve_rows(image: Floats, bank: Floats, biases: Floats, out: Floats) -> None:
    """Convolve into `out`, some rows after another, so that what is worked on stays in the cache.

    im2col copies every pixel k * k times. Here a *strip* holds one row of the image k times,
    moved by 0 to k - 1 columns, so that a pixel is copied only k times: the windows of one row
    of results are k strips that lie one behind the other, a matrix (k k C, W') without a copy.
    """
    rows, columns, filters = out.shape
    k, _, channels = bank.shape[1:]
    terms = k * k * channels
    some_filters = max(1, ONE_PRODUCT // (terms * FEW_PIXELS))
    some_columns = max(1, ONE_PRODUCT // (terms * min(some_filters, filters)))
    in_strips = max(IN_CACHE, bank.size // 2)  # all weights are read again for every part
    some_rows = max(k, in_strips // (k * channels * columns) - k + 1)
    weights = bank.reshape(filters, terms).T
    if filters <= some_filters:
        weights = np.ascontiguousarray(weights)
    row_of_biases = np.tile(biases, columns)
    strips = np.empty((min(some_rows, rows) + k - 1, k, channels, columns), image.dtype)
    for top in range(0, rows, some_rows):
        part = out[top : top + some_rows]
        source = image[top : top + len(part) + k - 1]
        if k == 1:  # a window is a pixel, and the image the matrix
            windows = source
        else:
            fill_strips(strips, source)
            windows = windows_in(strips)[: len(part)]
        for t in range(0, filters, some_filters):
            for y in range(0, columns, some_columns):
                np.matmul(
                    windows[:, y : y + some_columns],
                    weights[:, t : t + some_filters],
                    out=part[:, y : y + some_columns, t : t + some_filters],
                )
        part.reshape(len(part), -1)[...] += row_of_biases


def fill_strips(strips: Floats, image: Floats) -> None:
    """Copy rows (H, W, C) into strips (H or more, k, C, W')."""
    _, k, _, columns = strips.shape
    planes = np.ascontiguousarray(image.transpose(0, 2, 1))  # (H, C, W)
    for j in range(k):
        strips[: len(image), j] = planes[:, :, j : j + columns]


def windows_in(strips: Floats) -> Floats:
    """Return im2col's matrix for every row of results, (H', W', k k C), as a view."""
    height, k, channels, columns = strips.shape
    row, _, term, column = strips.strides
    shape = (height - k + 1, columns, k * k * channels)
    return np.ndarray(shape, strips.dtype, strips, strides=(row, column, term))


def im2col(image: ArrayLike, k: int) -> Floats:
    """Return all windows as rows: (H, W, C) -> (H' W', k k C), in the kernel's memory order."""
    pixels = floats(image)
    windows = sliding_window_view(pixels, (k, k), axis=(0, 1))  # (H', W', C, k, k)
    return windows.transpose(0, 1, 3, 4, 2).reshape(-1, k * k * pixels.shape[2])


def count_conv_parameters(d: int, C: int, T: int) -> int:
    """Return the parameters of a convolutional layer, ((2d+1)^2 C + 1) T (slide 10)."""
    return count_filter_parameters(d, C) * int(T)


def count_dense_parameters(H: int, W: int, C: int, d: int, T: int) -> int:
    """Return those of a dense layer between the same input and output, biases included."""
    outputs = (H - 2 * d) * (W - 2 * d) * T
    return int((H * W * C + 1) * outputs)


def count_network(layers: Iterable[tuple[int, int, int]]) -> int:
    """Return the parameters of convolutional layers given as (d, C, T)."""
    return sum(count_conv_parameters(d, C, T) for d, C, T in layers)


# Sizes -------------------------------------------------------------------------------------------


def floats(values: ArrayLike) -> Floats:
    """Return `values` in double precision; no copy where they are so already."""
    return np.asarray(values, dtype=float)


def expect_sizes(image: Floats, bank: Floats, biases: Floats) -> None:
    """Check that image, filters and biases fit together."""
    if image.ndim != 3 or bank.ndim != 4:
        raise ValueError(
            f"an image is (H, W, C), a bank (T, k, k, C); got {image.shape}, {bank.shape}"
        )
    filters, k, other, channels = bank.shape
    if k != other or k % 2 == 0:
        raise ValueError(f"a kernel is square with an odd side; got {k} x {other}")
    if channels != image.shape[2]:
        raise ValueError(
            f"a kernel has as many channels as the image; got {channels}, {image.shape[2]}"
        )
    if k > min(image.shape[:2]):
        raise ValueError(f"a kernel fits into the image; got side {k}, image {image.shape[:2]}")
    if biases.shape != (filters,):
        raise ValueError(f"there is one bias a filter; got {biases.shape} for {filters} filters")
