package dev.anabranch.examples.landcover;

import java.util.Arrays;

/** The classes of all pixels of a map, combined from its tiles. A pixel takes one byte, the whole Earth 8 MB. */
final class Mosaic {
    /** The code of a pixel that no tile covers. */
    static final int UNKNOWN = CoverClass.COUNT;

    private final PixelWindow window;
    private final byte[] classes;

    Mosaic(PixelWindow window) {
        this.window = window;
        this.classes = new byte[window.pixels()];
        Arrays.fill(classes, (byte) UNKNOWN);
    }

    /**
     * Adds one tile.
     *
     * @throws IllegalArgumentException if the tile is outside the map, or if the number of its classes differs from
     *     that of its pixels
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

    /** Returns the code of a class, or {@link #UNKNOWN}. Beyond the edge, it is the code of the pixel at the edge. */
    int at(int column, int row) {
        int x = Math.min(Math.max(column, 0), window.columns() - 1);
        int y = Math.min(Math.max(row, 0), window.rows() - 1);
        return classes[y * window.columns() + x];
    }
}
