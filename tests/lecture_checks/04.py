"""Lecture 4: its functions against the grader's reference, and the numbers of its prose."""
# ruff: noqa: F821  (the lecture's kernel has these names)

generator = np.random.default_rng(14)
picture, box = generator.normal(size=(7, 9, 2)), generator.normal(size=(5, 5, 2))
close = {"rtol": 1e-12, "atol": 1e-12}
expected = reference.conv2d_channels(picture, box, 3.0)
np.testing.assert_allclose(conv2d(picture, box, 3.0), expected, **close)
np.testing.assert_allclose(oracle.f2(picture, box, 3.0), expected, **close)
assert np.isclose(conv_pixel(picture, box, 3.0, 4, 5), expected[4 - 2, 5 - 2])
np.testing.assert_allclose(conv2d_faulty(picture, box, 3.0), expected + 3.0, **close)

said("Channel 0 gives 40, channel 1 gives 399, and with the bias the pixel (1, 2) becomes 444.")
terms = Im_in[0:3, 1:4] * K
assert terms.sum(axis=(0, 1)).tolist() == [40, 399]
assert conv_pixel(Im_in, K, 5, 1, 2) == 444
said("With the bias: 6.")
assert conv_pixel(Im_in, K, 5, 1, 1) == 6
said("Brightest in the plane of red, dark in green and blue")
saucer = photograph[120, 60]
assert saucer[0] > 0.5 > 0.15 > max(saucer[1:])
said(
    "27 weights, 27 products, one number. So an image of 7 × 9 × 3 becomes a single plane of 5 × 7."
)
assert K3.size == 27
assert conv2d(np.zeros((7, 9, 3)), K3).shape == (5, 7)
said("By $(C - 1)\\, b$, everywhere")
assert np.all(conv2d_faulty(zeros, K3, 5) - conv2d(zeros, K3, 5) == (3 - 1) * 5)
said('for a grey pixel, red, green and blue are equal, so "redness" gives 0')
assert np.allclose(mixes["redness"].sum(), 0)
assert np.allclose(mixes["yellow minus blue"].sum(), 0)
said("its redness is small")
assert mixed["redness"][12, 110] < 0.2 < 0.4 < mixed["redness"][120, 60]
said("0.299, 0.587, 0.114")
assert np.array_equal(luma, images.LUMA)
assert np.array_equal(reference.grayscale_kernel().ravel(), luma)
said("The grey image is the same everywhere")
assert np.ptp(gray) < 1e-12
assert np.abs(gray_edges).max() < 1e-12
# The line of the colour kernel is blue: red, on the left, counts positive.
assert colour_edges.min() > -1e-12
assert colour_edges.max() > 3
said("Yes, large parts of it.")
table = (slice(0, 40), slice(180, 230))
assert (first[table] > 0).mean() > 0.5
assert (second[table] > 0).mean() < 0.02
said("the background in the upper left corner and the shadows are darker still")
brightness = images.gray(photograph)
assert max(brightness[5, 5], brightness[120, 120]) < brightness[120, 60]
assert second[120 - 2, 60 - 2] > 0
said("The 75 weights and one bias")
assert K_red.size == 75
