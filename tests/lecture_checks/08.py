"""Lecture 8: its layers against the grader's reference, its gradients, and its numbers."""
# ruff: noqa: F821  (the lecture's kernel has these names)

generator = np.random.default_rng(88)
close = {"rtol": 1e-10, "atol": 1e-10}
one, weights1 = generator.normal(size=(9, 12)), generator.normal(size=(3, 3))
np.testing.assert_allclose(conv(one, weights1), reference.conv2d(one, weights1), **close)
np.testing.assert_allclose(
    conv(one, weights1, padding=1), reference.conv2d_same(one, weights1), **close
)
np.testing.assert_allclose(
    conv(one, weights1, stride=2), reference.conv2d(one, weights1)[::2, ::2], **close
)
spread = np.zeros((5, 5))
spread[::2, ::2] = weights1
np.testing.assert_allclose(conv(one, weights1, dilation=2), reference.conv2d(one, spread), **close)
for rows in range(7, 14):
    for knob in [{"stride": 2}, {"stride": 3, "padding": 1}, {"dilation": 3}, {"dilation": 2}]:
        shape = conv(np.zeros((rows, rows + 3)), np.zeros((3, 3)), **knob).shape
        assert shape == (size(rows, 3, **knob), size(rows + 3, 3, **knob))

batch3, bank3 = generator.normal(size=(2, 6, 8, 3)), generator.normal(size=(4, 3, 3, 3))
biases3 = generator.normal(size=4)
for maps_in, maps_out in zip(batch3, layer(batch3, bank3, biases3), strict=True):
    padded3 = np.pad(maps_in, ((1, 1), (1, 1), (0, 0)))
    np.testing.assert_allclose(maps_out, reference.conv2d_filters(padded3, bank3, biases3), **close)
G3 = generator.normal(size=(2, 6, 8, 4))
back3 = layer_backward(batch3, bank3, G3)
for exact, values in zip(back3, (bank3, biases3, batch3), strict=True):
    numeric = numeric_gradient(lambda: (layer(batch3, bank3, biases3) * G3).sum(), values)
    np.testing.assert_allclose(exact, numeric, atol=1e-5)
assert new_convolutional(np.random.default_rng(0))[0].shape == (12, 3, 3, 1)
copies = [values.copy() for values in conv_net]
assert agrees(convolutional_gradients, copies, field(few), labels[few]) == [True] * 6

said("the window can start at 0, 2 and 4, so there are 3 places")
assert size(7, 3, stride=2) == 3
said("5 rows. (17 + 2 − 4 − 1) / 2 + 1 = 8 columns.")
assert (size(12, 3, **knobs), size(17, 3, **knobs)) == (5, 8)
said("two layers of 3 × 3 see 1 + 2 + 2 = 5 pixels. If the first has stride 2, they see 1 + 2 + 2")
assert [receptive_field(stacks[name]) for name in stacks] == [5, 7, 15]
assert [int(seen.any(axis=axis).sum()) for seen in fields.values() for axis in (0, 1)] == [
    *(5, 5),
    *(7, 7),
    *(15, 15),
]
said("see 15 × 15 pixels with 27 weights. One kernel of that size would have 225.")
assert (15 * 15, 3 * 9) == (225, 27)
said("1,797 handwritten digits of 8 × 8 pixels")
assert pictures.shape == (1797, 8, 8)
said("We train on 1,297 of them and keep 500 for the test.")
assert (len(train), len(test), len({*train, *test})) == (1297, 500, 1797)
said("They are nearly equal: 2,986 and 2,947.")
assert sum(values.size for values in dense_net) == 2_947
assert (
    sum(values.size for values in conv_net)
    == 2_986
    == (reference.count_network([(1, 1, 12), (1, 12, 24)]) + 25 * 10)
)
said("every one holds positive *and* negative weights")
assert np.all(conv_net[0].min(axis=(1, 2, 3)) < 0)
assert np.all(conv_net[0].max(axis=(1, 2, 3)) > 0)
said("even shifts cost nothing, odd shifts do")
assert conv_shifts[even].min() > 0.9 > 0.8 > conv_shifts[odd].mean()
assert np.ptp(conv_shifts[even]) < 0.03
said("The dense network breaks down after one or two pixels.")
assert dense_shifts[3, 3] > 0.9 > 0.7 > dense_shifts[[2, 4, 3, 3], [3, 3, 2, 4]].max()
said("In the middle it may be a little worse")
assert free_shifts[3, 3] > conv_shifts[3, 3] - 0.2
said("This course indexes images as the formula does")
assert np.array_equal(kernels.transpose(to_torch["weights"])[1, 2, 3, 4], kernels[1, 3, 4, 2])
assert np.array_equal(kernels.transpose(to_tensorflow["weights"])[3, 4, 2, 1], kernels[1, 3, 4, 2])

for stride in (1, 2, 3):  # what the menus offer
    for dilation in (1, 2, 3):
        places = len(
            reference.conv2d(np.zeros((9, 9)), np.zeros((2 * dilation + 1,) * 2))[::stride]
        )
        assert f"{places} × {places} places" in draw_places(stride, dilation).alt
