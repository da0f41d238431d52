# Writes in its own language, names too.
# %% shift
def verschiebe(bild, größe_x, größe_y):
    """Verschiebt das Bild; was herausfällt, ist weg — «wirklich»."""
    bild = np.asarray(bild, dtype=float)
    höhe, breite = bild.shape
    ergebnis = np.zeros((höhe, breite))
    for ζ in range(höhe):
        for 变量 in range(breite):
            α, β = ζ - größe_x, 变量 - größe_y
            if 0 <= α < höhe and 0 <= β < breite:
                ergebnis[ζ, 变量] = bild[α, β]
    return ergebnis


shift = verschiebe
# %% own
print("✓ 完成 🎉 שלום مرحبا e\u0301 \N{GREEK SMALL LETTER PI}")
plt.title("Größe 大小")
