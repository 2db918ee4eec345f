package dev.anabranch.examples.landcover;

/**
 * The rectangle of image pixels that a part of the Earth touches; at least one pixel.
 *
 * @param left the first column, from 0 at 180 degrees west
 * @param top the first row, from 0 at the north pole
 */
record PixelWindow(int left, int top, int columns, int rows) {

    static final int IMAGE_COLUMNS = 4096;
    static final int IMAGE_ROWS = 2048;
    static final double DEGREES = 360.0 / IMAGE_COLUMNS;

    /** The tolerance for rounding errors, so that an edge on the border between two pixels touches only one of them. */
    private static final double ROUNDING = 1e-6;

    static PixelWindow touchedBy(Bounds bounds) {
        int left = first((bounds.west() + 180) / DEGREES, IMAGE_COLUMNS);
        int right = end((bounds.east() + 180) / DEGREES, IMAGE_COLUMNS);
        int top = first((90 - bounds.north()) / DEGREES, IMAGE_ROWS);
        int bottom = end((90 - bounds.south()) / DEGREES, IMAGE_ROWS);
        return new PixelWindow(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }

    private static int first(double edge, int limit) {
        return Math.min((int) Math.floor(edge + ROUNDING), limit - 1);
    }

    private static int end(double edge, int limit) {
        return Math.min((int) Math.ceil(edge - ROUNDING), limit);
    }

    int pixels() {
        return columns * rows;
    }

    /**
     * Returns the part of {@code bounds} that the pixels of one row cover; {@link #columnPart} has the width of each.
     */
    Bounds rowPart(int row, Bounds bounds) {
        double upper = 90 - (top + row) * DEGREES;
        double north = Math.min(bounds.north(), upper);
        double south =
                Math.min(Math.max(bounds.south(), upper - DEGREES), north); // Rounding must not exchange the edges.
        return new Bounds(south, bounds.west(), north, bounds.east());
    }

    /** Returns which share of the width of {@code bounds} the pixels of one column cover, 0 to 1. */
    double columnPart(int column, Bounds bounds) {
        double west = (left + column) * DEGREES - 180;
        double width = Math.min(bounds.east(), west + DEGREES) - Math.max(bounds.west(), west);
        return Math.max(0, width) / bounds.width();
    }
}
