"""The reference against the oracle, SciPy and itself; its types, sizes and errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.signal import correlate2d

from autograde import oracle, reference

Floats = NDArray[np.floating[Any]]
Case = tuple[Floats, Floats, Floats]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw an image (H, W, C), a bank (T, k, k, C) and biases (T,)."""
    k = 2 * draw(st.integers(0, 2)) + 1
    height, width = draw(st.integers(k, k + 6)), draw(st.integers(k, k + 6))
    channels, filters = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    return random_case((height, width, channels), filters, k, draw(st.integers(0, 2**32 - 1)))


def random_case(shape: tuple[int, int, int], filters: int, k: int, seed: int = 1) -> Case:
    """Return an image of a shape, a bank for it, and biases."""
    rng = np.random.default_rng(seed)
    bank = rng.standard_normal((filters, k, k, shape[2]))
    return rng.standard_normal(shape), bank, rng.standard_normal(filters)


def by_scipy(image: Floats, bank: Floats, biases: Floats) -> Floats:
    """Add SciPy's correlations up, channel by channel."""
    maps = [
        sum(correlate2d(image[..., c], kernel[..., c], mode="valid") for c in range(image.shape[2]))
        for kernel in bank
    ]
    return np.stack(maps, axis=-1) + biases


@given(cases())
def test_reference_oracle_and_scipy_agree(case: Case) -> None:
    """Three independent ways give the same maps: the reference, the loops, and SciPy."""
    got = reference.conv2d_filters(*case)
    np.testing.assert_allclose(got, oracle.f3(*case), rtol=0, atol=1e-11)
    np.testing.assert_allclose(got, by_scipy(*case), rtol=0, atol=1e-11)


@given(cases())
def test_the_three_formulas_nest(case: Case) -> None:
    """F1 is F2 with one channel, F2 is F3 with one filter, and each equals its loops."""
    image, bank, biases = case
    plane, kernel, bias = image[..., 0], bank[0], float(biases[0])
    one = reference.conv2d(plane, kernel[..., 0], bias)
    np.testing.assert_allclose(one, oracle.f1(plane, kernel[..., 0], bias), rtol=0, atol=1e-11)
    many = reference.conv2d_channels(image, kernel, bias)
    np.testing.assert_allclose(many, oracle.f2(image, kernel, bias), rtol=0, atol=1e-11)


@given(cases())
def test_im2col_times_bank(case: Case) -> None:
    """im2col's rows times the bank's rows are the maps: its columns stand in memory order."""
    image, bank, biases = case
    product = reference.im2col(image, bank.shape[1]) @ bank.reshape(len(bank), -1).T + biases
    got = reference.conv2d_filters(*case)
    np.testing.assert_allclose(got, product.reshape(got.shape), rtol=0, atol=1e-11)


@given(cases(), st.data())
def test_cuts_do_not_show(case: Case, data: st.DataObject) -> None:
    """However rows, columns, filters and threads are cut, the maps are the same."""
    want = reference.conv2d_filters(*case)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("IN_CACHE", "ONE_PRODUCT", "FEW_PIXELS", "WORTH_A_THREAD"):
            patch.setattr(reference, name, data.draw(st.integers(1, 60), label=name))
        got = reference.conv2d_filters(*case, threads=3)
    np.testing.assert_allclose(got, want, rtol=0, atol=1e-12)


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize(
    ("shape", "filters", "k"),
    [((300, 310, 3), 16, 5), ((40, 23, 200), 30, 3), ((90, 70, 128), 33, 1)],
)
def test_large_images(shape: tuple[int, int, int], filters: int, k: int, threads: int) -> None:
    """At sizes where the work is cut as it is meant to be, the maps are im2col's product."""
    image, bank, biases = random_case(shape, filters, k)
    want = reference.im2col(image, k) @ bank.reshape(filters, -1).T + biases
    got = reference.conv2d_filters(image, bank, biases, threads=threads)
    np.testing.assert_allclose(got, want.reshape(got.shape), rtol=0, atol=1e-9)


def test_double_unless_asked() -> None:
    """Whatever comes in, the arithmetic is double; float32 only where it is asked for."""
    image, bank, biases = (x.astype(np.float32) for x in random_case((9, 8, 3), 4, 3))
    double = reference.conv2d_filters(image, bank, biases)
    single = reference.conv2d_filters(image, bank, biases, dtype=np.float32)
    assert (double.dtype, single.dtype) == (np.float64, np.float32)
    exact = oracle.f3(*(x.astype(float) for x in (image, bank, biases)))
    np.testing.assert_allclose(double, exact, rtol=0, atol=1e-13)
    np.testing.assert_allclose(single, exact, rtol=0, atol=1e-5)
    assert reference.conv2d(image[..., 0], bank[0, ..., 0]).dtype == np.float64


@pytest.mark.parametrize("kind", [list, np.uint8, np.int64, np.float32, "strided", "read-only"])
def test_inputs_of_every_kind(kind: Any) -> None:
    """Lists, whole numbers, float32, strided and read-only arrays are taken and left alone."""
    rng = np.random.default_rng(3)
    image, bank = rng.integers(0, 255, (9, 8, 3)), rng.integers(-4, 5, (4, 3, 3, 3))
    want = oracle.f3(image.astype(float), bank.astype(float), np.arange(4.0))
    given_image: Any = image.astype(float)
    if kind is list:
        given_image = image.tolist()
    elif kind == "strided":
        given_image = np.repeat(given_image, 2, axis=1)[:, ::2]
    elif kind == "read-only":
        given_image.flags.writeable = False
    else:
        given_image = image.astype(kind)
    before = np.array(given_image)
    np.testing.assert_array_equal(reference.conv2d_filters(given_image, bank, [0, 1, 2, 3]), want)
    np.testing.assert_array_equal(given_image, before)


@pytest.mark.parametrize(
    ("shapes", "rule"),
    [
        (((5, 6), (2, 3, 3, 1), (2,)), r"an image is \(H, W, C\)"),
        (((5, 6, 1), (3, 3, 1), (2,)), r"a bank \(T, k, k, C\)"),
        (((5, 6, 1), (2, 3, 5, 1), (2,)), "square with an odd side; got 3 x 5"),
        (((5, 6, 1), (2, 4, 4, 1), (2,)), "square with an odd side; got 4 x 4"),
        (((5, 6, 3), (2, 3, 3, 1), (2,)), "as many channels as the image; got 1, 3"),
        (((5, 6, 1), (2, 7, 7, 1), (2,)), "fits into the image; got side 7"),
        (((5, 6, 1), (2, 3, 3, 1), (3,)), r"one bias a filter; got \(3,\) for 2 filters"),
    ],
)
def test_sizes_that_do_not_fit(shapes: tuple[tuple[int, ...], ...], rule: str) -> None:
    """Sizes that do not fit together are refused with the rule and what was got."""
    with pytest.raises(ValueError, match=rule):
        reference.conv2d_filters(*(np.zeros(shape) for shape in shapes))


@given(cases())
def test_same_and_one_pixel_agree_with_valid(case: Case) -> None:
    """The "same" result holds the valid one in its middle, and `conv_pixel` gives its pixels."""
    image, kernel, bias = case[0][..., 0], case[1][0, ..., 0], float(case[2][0])
    d = len(kernel) // 2
    valid, same = reference.conv2d(image, kernel, bias), reference.conv2d_same(image, kernel, bias)
    assert same.shape == image.shape
    np.testing.assert_allclose(
        same[d : len(same) - d, d : same.shape[1] - d], valid, rtol=0, atol=1e-12
    )
    x, y = image.shape[0] - 1 - d, d
    one = reference.conv_pixel(image, kernel, bias, x, y)
    assert one == pytest.approx(valid[-1, 0], abs=1e-12)
    if d:
        with pytest.raises(ValueError, match="stays inside an image"):
            reference.conv_pixel(image, kernel, bias, x + 1, y)


@given(st.integers(-9, 9), st.integers(-9, 9))
def test_shift_moves_every_pixel(dx: int, dy: int) -> None:
    """out[x, y] = image[x - dx, y - dy], and zeros where that lies outside."""
    image = np.arange(1.0, 43.0).reshape(6, 7)
    got = reference.shift(image, dx, dy)
    for x, y in np.ndindex(6, 7):
        inside = 0 <= x - dx < 6 and 0 <= y - dy < 7
        assert got[x, y] == (image[x - dx, y - dy] if inside else 0)


def test_sobel_by_hand() -> None:
    """A ramp along axis 1 has a gradient of 8 a step: the weights 1, 2, 1, two pixels apart."""
    image = np.tile(np.arange(5.0), (4, 1))
    assert reference.sobel_edges(image).tolist() == [[8.0] * 3] * 2
    assert reference.sobel_edges(image.T).tolist() == [[8.0] * 2] * 3


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (1, -2), (-2, 1)])
def test_move_kernel_is_a_shift(dx: int, dy: int) -> None:
    """Convolving with `move_kernel` is `shift`, away from the border."""
    image = np.arange(72.0).reshape(8, 9)
    moved = reference.conv2d(image, reference.move_kernel(5, dx, dy))
    np.testing.assert_array_equal(moved, reference.shift(image, dx, dy)[2:-2, 2:-2])


def test_kernels_for_colour() -> None:
    """`grayscale_kernel` weighs the channels by Rec. 601; `pick_channel_kernel` copies one."""
    image = np.random.default_rng(2).standard_normal((5, 6, 3))
    grey = reference.conv2d_channels(image, reference.grayscale_kernel())
    np.testing.assert_allclose(grey, image @ [0.299, 0.587, 0.114], rtol=0, atol=1e-12)
    picked = reference.conv2d_channels(image, reference.pick_channel_kernel(3, 3, 2))
    np.testing.assert_array_equal(picked, image[1:-1, 1:-1, 2])


def test_counts() -> None:
    """Parameters counted by the formula are those of arrays of that size."""
    bank, biases = np.zeros((64, 7, 7, 3)), np.zeros(64)
    assert reference.count_conv_parameters(3, 3, 64) == bank.size + biases.size
    assert reference.count_filter_parameters(3, 3) == bank[0].size + 1
    weights = np.zeros((6 * 5 * 2, 4 * 3 * 7))
    assert reference.count_dense_parameters(6, 5, 2, 1, 7) == weights.size + weights.shape[1]
    assert reference.count_network([(1, 3, 8), (2, 8, 16)]) == 28 * 8 + 201 * 16
