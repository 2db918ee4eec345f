package dev.anabranch.examples.landcover;

import java.awt.image.BufferedImage;

/**
 * The reference for water, which the classes are compared with. It has a lower resolution than the image and is grey
 * along the shores, so it is interpolated between its pixels; more than half is water.
 */
final class WaterMask {
    private static final int COLUMNS = 1600;
    private static final int ROWS = 800;
    private static final double SCALE = (double) COLUMNS / PixelWindow.IMAGE_COLUMNS;

    private static final class Holder {
        private static final WaterMask ONLY = new WaterMask();
    }

    private final byte[] grey = new byte[COLUMNS * ROWS];

    private WaterMask() {
        BufferedImage image = Imagery.read("earth-water.png", COLUMNS, ROWS);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                grey[row * COLUMNS + column] = (byte) image.getRGB(column, row);
            }
        }
    }

    /** Returns the mask. The first call reads it. */
    static WaterMask get() {
        return Holder.ONLY;
    }

    /** Returns whether the centre of an image pixel is water. */
    boolean isWater(int imageColumn, int imageRow) {
        double x = (imageColumn + 0.5) * SCALE - 0.5;
        double y = (imageRow + 0.5) * SCALE - 0.5;
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double upper = between(at(column, row), at(column + 1, row), x - column);
        double lower = between(at(column, row + 1), at(column + 1, row + 1), x - column);
        return between(upper, lower, y - row) > 127.5;
    }

    private int at(int column, int row) {
        int around = Math.floorMod(column, COLUMNS); // The left edge of the map is adjacent to the right one.
        int within = Math.min(Math.max(row, 0), ROWS - 1);
        return grey[within * COLUMNS + around] & 0xff;
    }

    private static double between(double from, double to, double part) {
        return from + (to - from) * part;
    }
}
