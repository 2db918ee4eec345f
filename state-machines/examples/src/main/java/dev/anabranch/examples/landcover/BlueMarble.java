package dev.anabranch.examples.landcover;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * The colours of the Earth. The image is decoded once in a JVM, and its pixels are kept as three bytes each (25 MB) for
 * all actions.
 *
 * <p>Reading only the region of a tile with {@code ImageReadParam.setSourceRegion} would need less memory. But a JPEG
 * has no index, so all rows above the region are decoded each time: 7 ms in the north and 55 ms in the south for every
 * tile. Decoding the whole image takes 0.1 to 0.4 s, which is faster from the tenth tile on.
 */
final class BlueMarble {
    private static final class Holder {
        private static final BlueMarble ONLY = new BlueMarble();
    }

    /** The minimum number of water pixels in a square of nine pixels around a pixel of water. */
    private static final int LEAST_WATER = 3;

    private final byte[] bgr;

    private BlueMarble() {
        BufferedImage image = Imagery.read("earth-blue-marble.jpg", PixelWindow.IMAGE_COLUMNS, PixelWindow.IMAGE_ROWS);
        if (image.getType() != BufferedImage.TYPE_3BYTE_BGR) {
            throw new IllegalStateException("earth-blue-marble.jpg was decoded as image type " + image.getType()
                    + " but should be a colour image of three bytes a pixel");
        }
        bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }

    /** Returns the image. The first call decodes it. */
    static BlueMarble get() {
        return Holder.ONLY;
    }

    /**
     * Returns the class of a pixel by its colour, with two exceptions for mixed colours. A pixel of water with almost
     * no water around it is the shadow of a mountain. On a shore, sand and sea mix to the grey of snow, so the class is
     * the most frequent one of the land behind the shore.
     */
    CoverClass classify(int column, int row) {
        CoverClass cover = byColour(column, row);
        if (cover == CoverClass.WATER) {
            return isShadow(column, row) ? mostFrequent(column, row, 2, CoverClass.VEGETATION) : cover;
        }
        return touchesWater(column, row) ? mostFrequent(column, row, 3, cover) : cover;
    }

    private CoverClass byColour(int column, int row) {
        int at = at(column, row);
        return ColourRule.classify(bgr[at + 2] & 0xff, bgr[at + 1] & 0xff, bgr[at] & 0xff);
    }

    private int at(int column, int row) {
        int x = Math.floorMod(column, PixelWindow.IMAGE_COLUMNS); // The left and the right edge are adjacent.
        int y = Math.min(Math.max(row, 0), PixelWindow.IMAGE_ROWS - 1);
        return 3 * (y * PixelWindow.IMAGE_COLUMNS + x);
    }

    private boolean isShadow(int column, int row) {
        int water = 0;
        for (int y = row - 1; y <= row + 1; y++) {
            for (int x = column - 1; x <= column + 1; x++) {
                water += byColour(x, y) == CoverClass.WATER ? 1 : 0;
            }
        }
        return water < LEAST_WATER;
    }

    private boolean touchesWater(int column, int row) {
        for (int y = row - 1; y <= row + 1; y++) {
            for (int x = column - 1; x <= column + 1; x++) {
                if (byColour(x, y) == CoverClass.WATER) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the most frequent class of the surrounding pixels that do not touch water, or {@code otherwise}. */
    private CoverClass mostFrequent(int column, int row, int radius, CoverClass otherwise) {
        int[] counts = new int[CoverClass.COUNT];
        CoverClass most = otherwise;
        for (int y = row - radius; y <= row + radius; y++) {
            for (int x = column - radius; x <= column + radius; x++) {
                if (!touchesWater(x, y)) {
                    CoverClass cover = byColour(x, y);
                    counts[cover.code()]++;
                    most = counts[cover.code()] > counts[most.code()] ? cover : most;
                }
            }
        }
        return most;
    }
}
