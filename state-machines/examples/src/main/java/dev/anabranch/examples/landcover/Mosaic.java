package dev.anabranch.examples.landcover;

import java.util.Arrays;

/** The classes of all pixels of a map, put together from its tiles: one byte a pixel, 8 MB for the whole Earth. */
final class Mosaic {
    /** What a pixel has until a tile gives it a class. */
    static final int UNKNOWN = CoverClass.COUNT;

    private final PixelWindow window;
    private final byte[] classes;

    Mosaic(PixelWindow window) {
        this.window = window;
        this.classes = new byte[window.pixels()];
        Arrays.fill(classes, (byte) UNKNOWN);
    }

    /**
     * Lays one tile down.
     *
     * @throws IllegalArgumentException when the tile is outside the map, or its classes are not as many as its pixels
     */
    void add(TileCover tile) {
        int column = tile.left() - window.left();
        int row = tile.top() - window.top();
        if (column < 0 || row < 0 || column + tile.columns() > window.columns() || row + tile.rows() > window.rows()) {
            throw new IllegalArgumentException(
                    "the tile at pixel " + tile.left() + ", " + tile.top() + " is outside the map");
        }
        byte[] decoded = RunLengths.decode(tile.classes(), tile.columns() * tile.rows());
        for (int i = 0; i < tile.rows(); i++) {
            System.arraycopy(
                    decoded, i * tile.columns(), classes, (row + i) * window.columns() + column, tile.columns());
        }
    }

    PixelWindow window() {
        return window;
    }

    /** The code of a class, or {@link #UNKNOWN}; beyond the edge it is the pixel at the edge. */
    int at(int column, int row) {
        int x = Math.min(Math.max(column, 0), window.columns() - 1);
        int y = Math.min(Math.max(row, 0), window.rows() - 1);
        return classes[y * window.columns() + x];
    }
}
