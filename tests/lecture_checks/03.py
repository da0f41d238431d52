"""Lecture 3: its functions against the grader's reference, and the numbers of its prose."""
# ruff: noqa: F821  (the lecture's kernel has these names)

generator = np.random.default_rng(13)
picture, weights = generator.normal(size=(7, 9)), generator.normal(size=(5, 5))
close = {"rtol": 1e-12, "atol": 1e-12}
expected = reference.conv2d(picture, weights, 3.0)
np.testing.assert_allclose(conv2d(picture, weights, 3.0), expected, **close)
np.testing.assert_allclose(Conv(weights, 3.0)(picture), expected, **close)
np.testing.assert_allclose(M, reference.sobel_edges(gray), **close)
assert np.array_equal(sobel, reference.SOBEL)

said("158 · 238 · 9 = 338,436")
assert 158 * 238 * 9 == 338_436
said("It answers to **vertical** edges, with + where it is brighter on the left.")
said("Its transpose answers to horizontal edges, with + where it is brighter above.")
bright_left = np.zeros((6, 8))
bright_left[:, :4] = 1
bright_above = np.zeros((6, 8))
bright_above[:3] = 1
assert conv2d(bright_left, sobel).min() == 0 < conv2d(bright_left, sobel).max()
assert not conv2d(bright_left, sobel.T).any()
assert conv2d(bright_above, sobel.T).min() == 0 < conv2d(bright_above, sobel.T).max()
assert not conv2d(bright_above, sobel).any()
said("From dark to bright, going right: −4. From bright to dark: +4.")
assert set(conv2d(ramp, sobel).ravel()) == {0, -4}
assert set(conv2d(1 - ramp, sobel).ravel()) == {0, 4}
# The colours of the figure with the square: red, below zero, on the left and at the top.
assert conv2d(square, sobel)[5, 2] < 0 < conv2d(square, sobel)[5, 11]
assert conv2d(square, sobel.T)[1, 8] < 0 < conv2d(square, sobel.T)[8, 8]
said("stripes that repeat every 6 pixels come out of a box of 7 with their contrast *reversed*")
middles = [conv2d(stripes, kernel)[5, [10, 13]] for kernel in (box, gauss)]
assert middles[0][0] > middles[0][1]
assert middles[1][0] < middles[1][1]
assert stripes[5, 10 + 3] == 0
assert stripes[5, 13 + 3] == 1
said("Its weights sum to 0, so an even surface gives 0; so does an even slope.")
x, y = np.mgrid[0:6, 0:8]
assert laplace.sum() == 0
assert not conv2d(2.0 * x - 3 * y + 1, laplace).any()
said("At a step the Laplacian gives a pair: + on the dark side, − on the bright side.")
assert conv2d(step, laplace)[1].tolist() == [0, 1, -1, 0, 0]
said("half of the edges have vanished")
assert 0.35 < (along_y < 0).mean() < 0.65
said("246, which is 256 − 10.")
assert (dark - bright).tolist() == [246]
said("−3 turns into 253")
assert np.array([-3]).astype(np.uint8).tolist() == [253]
wrapped = conv2d_faulty(bytes_image, sobel)
assert wrapped.dtype == np.uint8
assert np.array_equal(wrapped, conv2d(bytes_image, sobel).astype(int) % 256)
said("Down. A higher threshold lets less through.")
shares = [np.mean(Conv(sobel, b=-t)(gray) > 0) for t in (0.0, 0.2, 1.0)]
assert shares == sorted(shares, reverse=True)
assert len(set(shares)) == 3
