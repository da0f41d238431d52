"""Lecture 1: its functions against the grader's reference, and the numbers of its prose."""
# ruff: noqa: F821  (the lecture's kernel has these names)

generator = np.random.default_rng(11)
picture, weights = generator.normal(size=(7, 9)), generator.normal(size=(5, 5))
close = {"rtol": 1e-12, "atol": 1e-12}
np.testing.assert_allclose(
    conv2d(picture, weights, 3.0), reference.conv2d(picture, weights, 3.0), **close
)
np.testing.assert_allclose(conv2d(picture, weights, 3.0), oracle.f1(picture, weights, 3.0), **close)
np.testing.assert_allclose(
    conv2d_same(picture, weights, 3.0), reference.conv2d_same(picture, weights, 3.0), **close
)
np.testing.assert_allclose(
    conv2d_bias_inside(picture, weights, 3.0),
    reference.conv2d(picture, weights, 25 * 3.0),
    **close,
)
assert np.isclose(
    conv_pixel(picture, weights, 3.0, 4, 5),
    reference.conv_pixel(picture, weights, 3.0, 4, 5),
)
assert not np.allclose(conv2d_faulty(picture, weights), reference.conv2d(picture, weights))

said("Their sum is 2 + 10 + 100 = 112, and with the bias 117.")
assert ((Im_in[0:3, 1:4] * K)[np.nonzero(Im_in[0:3, 1:4] * K)]).tolist() == [2, 10, 100]
assert conv_pixel(Im_in, K, b, 1, 2) == 117
said("The window is 0 1 5 / 2 0 1 / 1 3 0.")
assert Im_in[1:4, 0:3].ravel().tolist() == [0, 1, 5, 2, 0, 1, 1, 3, 0]
said("So the sum is 0 + 20 + 300 = 320, and with the bias 325.")
assert conv_pixel(Im_in, K, b, 2, 1) == 325
said("The result has 3 × 3 pixels, although the image has 5 × 5")
assert conv2d(Im_in, K).shape == (3, 3)
said("How many of the 6 × 8 results change?")
assert change.shape == (6, 8)
assert np.count_nonzero(change) == 9
said("Locality leaves 9 of 25 weights for each result")
assert (K.size, Im_in.size) == (9, 25)
said("With the bias inside: 9 · 5 = 45 everywhere.")
assert np.all(conv2d_bias_inside(zeros, K, b) == 45)
assert np.all(conv2d(zeros, K, b) == 5)
said("9 8 7 on top.")
assert conv2d(impulse, ones_to_nine)[0, 1:].tolist() == [9, 8, 7]
turned = conv2d(impulse, ones_to_nine[::-1, ::-1])
assert turned[:, 1:].tolist() == ones_to_nine.tolist()
said('the kernel "left minus right" changes its sign')
assert np.array_equal(left_minus_right[::-1, ::-1], -left_minus_right)
said("such as a blur, there is no difference at all")
blur = np.full((3, 3), 1 / 9)
assert np.array_equal(conv2d(Im_in, blur), conv2d(Im_in, blur[::-1, ::-1]))
said("The weights 3, 6, 7, 8 and 9 never appear.")
seen = set(conv2d_faulty(impulse, ones_to_nine).ravel().astype(int))
assert set(range(1, 10)) - seen == {3, 6, 7, 8, 9}
said("Ten layers of 5 × 5 kernels would take 40 pixels from each side's length.")
assert 10 * 2 * (5 // 2) == 40
said("4 in a corner, 6 along an edge, 9 inside")
counts = conv2d_same(ones, np.ones((3, 3)))
assert (counts[0, 0], counts[0, 1], counts[1, 0], counts[1, 1]) == (4, 6, 6, 9)
said("160 × 240 pixels")
assert gray.shape == (160, 240)
said("`image[20, 70]` is 20 rows down and 70 columns to the right")
assert photograph.shape == (160, 240, 3)
# The impulse's fingerprint is the kernel turned by half a turn.
assert conv2d(impulse, ones_to_nine)[:, 1:].tolist() == np.rot90(ones_to_nine, 2).tolist()
# The border answers to the padding's zeros more strongly than anything inside.
assert np.abs(edges[:, 0]).max() > np.abs(edges[1:-1, 1:-1]).max()
# Blurring with zeros around darkens the border.
assert blurred[0].mean() < 0.7 * blurred[8].mean()
