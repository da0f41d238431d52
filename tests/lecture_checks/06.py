"""Lecture 6: its counts against the grader's reference, and the numbers of its prose."""
# ruff: noqa: F821  (the lecture's kernel has these names)

for d, C, T in [(0, 1, 1), (1, 2, 3), (2, 6, 16), (3, 5, 4)]:
    assert conv_parameters(d, C, T) == reference.count_conv_parameters(d, C, T)
    assert ladder(11, 13, C, d, T)["dense"] == reference.count_dense_parameters(11, 13, C, d, T)
    assert ladder(11, 13, C, d, T)["shared"] == reference.count_conv_parameters(d, C, T)
    layer = np.zeros((T, 2 * d + 1, 2 * d + 1, C)), np.zeros(T)
    assert conv_parameters(d, C, T) == sum(array.size for array in layer)

said("one filter has 3 · 3 · 2 = 18 weights and a bias, so 19. Three of them have 57.")
assert (conv_parameters(1, 2, 1), conv_parameters(1, 2, 3)) == (19, 57)
said("The count is too large by the factor 158 · 238 = 37,604.")
assert conv_parameters(1, 3, 8) * 37_604 == 28 * 158 * 238 * 8
said("There are 20 numbers in the image and 2 · 3 = 6 in the result.")
said("Locality empties most of the matrix: 120 weights become 54. Sharing makes all rows alike: 54")
assert [distinct_weights(m) for m in matrices.values()] == [120, 54, 9]
assert all(matrix.shape == (6, 20) for matrix in matrices.values())
said("So the layers have 126, 60 and 10 parameters.")
assert list(ladder(4, 5, 1, 1, 1).values()) == [126, 60, 10]
said("115,200 numbers come in, 300,832 go out: 34.7 billion parameters.")
assert (160 * 240 * 3, 158 * 238 * 8) == (115_200, 300_832)
assert round(photograph["dense"] / 1e9, 1) == 34.7
said("With 8 bytes each they need 277 gigabytes.")
assert round(photograph["dense"] * 8 / 1e9) == 277
said("Locality divides the number by 4,114, sharing by another 37,604. What is left are 224")
assert round(photograph["dense"] / photograph["local"]) == 4_114
assert photograph["local"] == photograph["shared"] * 37_604
assert photograph["shared"] == 224
assert round(ladder(1024, 1024, 3, 1, 8)["dense"] / 1e12) == 26  # as the figure's text says
said("Dense: about 16, because both the image and the result grow by 4. Local: about 4")
assert round(larger["dense"] / photograph["dense"]) == 16
assert round(larger["local"] / photograph["local"]) == 4
assert larger["shared"] == photograph["shared"]

said("61,706 is the number that frameworks print for it.")
assert sum(lenet_modern.values()) == 61_706
said("*60,000* trainable parameters, and it means exactly 60,000.")
assert sum(lenet_1998.values()) == 60_000
said("six filters read 3 maps each, nine read 4, and one reads all 6")
assert (len(maps_read), maps_read.count(3), maps_read.count(4), maps_read.count(6)) == (16, 6, 9, 1)
said("C5, with 48,120 of about 60,000")
assert max(lenet_1998.values()) == max(lenet_modern.values()) == 48_120
said("400 numbers in, 120 out")
assert dense_parameters(400, 120) == conv_parameters(2, 16, 120) == 48_120
said("60,965,224 is the network of the paper, on two cards: about the 60 million that it states.")
assert sum(alexnet(groups=2).values()) == 60_965_224
said("62,378,344, which one often reads, is the same network with all connections.")
assert sum(alexnet(groups=1).values()) == 62_378_344
said("states 61,100,840")
assert third == 61_100_840
said("138,357,544 parameters, of which the convolutional part (`include_top=False`) has 14,714,688")
assert convolutional + fully_connected == 138_357_544
assert convolutional == 14_714_688 == reference.count_network((1, C, T) for C, T, _ in vgg_conv)
assert len(vgg_conv) + len(vgg_dense) == 16
said("(49 · 3 + 1) · 64 = 9,472. Every framework says 9,408.")
assert (with_bias, without_bias) == (9_472, 9_408)
said("need 9 · 12 = 108 multiplications, with 9 weights")
assert multiplications(1, 1, 1, 3, 4) == 108
said("About 89 of 100 parameters are in the dense layers, and more than 99 of 100 multiplications")
assert round(100 * fully_connected / parameters) == 89
assert work_conv > 0.99 * work
said("The total, 15.47 billion")
assert work == 15_470_264_320
assert round(max(stored) / 1e6) == 103  # as the figure's text says
assert 1.8e9 < max(used) < 1.9e9

for d, C, T in [(0, 1, 1), (2, 3, 4), (1, 3, 2)]:  # what the menus offer
    assert f"{reference.count_conv_parameters(d, C, T)} in all" in draw_filters(d, C, T).alt
