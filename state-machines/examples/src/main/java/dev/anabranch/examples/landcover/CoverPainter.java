package dev.anabranch.examples.landcover;

import java.awt.image.BufferedImage;

/**
 * Draws classes as colours, at any size. If a pixel of the mosaic is larger than one of the picture, a quadratic
 * B-spline rounds the borders between classes. If it is smaller, colours are averaged. Coasts get a line, and the sea
 * gets a lighter band along them.
 */
final class CoverPainter {
    /** The width of the light band along coasts, in pixels of the picture. */
    private static final int SHORE = 9;

    private final Mosaic mosaic;
    private final Bounds bounds;
    private final int width;
    private final int height;
    private final boolean enlarged;
    private final int samples;
    private final int[] colours = new int[Mosaic.UNKNOWN + 1];

    private final boolean[] uniform;
    private final int[] land;
    private final float[] water;

    CoverPainter(Mosaic mosaic, Bounds bounds, int width, int height) {
        this.mosaic = mosaic;
        this.bounds = bounds;
        this.width = width;
        this.height = height;
        double pixelsEach =
                Math.max(bounds.width() / PixelWindow.DEGREES / width, bounds.height() / PixelWindow.DEGREES / height);
        this.enlarged = pixelsEach < 1;
        this.samples = Math.max(3, (int) Math.ceil(pixelsEach));
        this.uniform = enlarged ? findUniform() : new boolean[0];
        this.land = new int[width * height];
        this.water = new float[width * height];
        for (CoverClass cover : CoverClass.values()) {
            colours[cover.code()] = Palette.of(cover).getRGB();
        }
        colours[Mosaic.UNKNOWN] = Palette.UNKNOWN.getRGB();
    }

    BufferedImage paint() {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                sample(x, y);
            }
        }
        float[] shore = Blur.box(water, width, height, SHORE);
        BufferedImage picture = Imagery.create(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, colour(x, y, shore));
            }
        }
        return picture;
    }

    /** Averages the land and counts the water inside one pixel of the picture. */
    private void sample(int x, int y) {
        int red = 0;
        int green = 0;
        int blue = 0;
        int onLand = 0;
        for (int i = 0; i < samples; i++) {
            double row = row(y + (i + 0.5) / samples);
            for (int j = 0; j < samples; j++) {
                double column = column(x + (j + 0.5) / samples);
                boolean asIs = !enlarged || isUniform(column, row);
                int cover = asIs ? mosaic.at((int) column, (int) row) : smoothed(column, row);
                if (cover != CoverClass.WATER.code()) {
                    onLand++;
                    red += (colours[cover] >> 16) & 0xff;
                    green += (colours[cover] >> 8) & 0xff;
                    blue += colours[cover] & 0xff;
                }
            }
        }
        int at = y * width + x;
        int count = Math.max(onLand, 1);
        land[at] = rgb(red / count, green / count, blue / count);
        water[at] = 1 - onLand / (float) (samples * samples);
    }

    private boolean isUniform(double column, double row) {
        int x = Math.min((int) column, mosaic.window().columns() - 1);
        int y = Math.min((int) row, mosaic.window().rows() - 1);
        return uniform[y * mosaic.window().columns() + x];
    }

    private double column(double x) {
        double longitude = bounds.west() + bounds.width() * x / width;
        return (longitude + 180) / PixelWindow.DEGREES - mosaic.window().left();
    }

    private double row(double y) {
        double latitude = bounds.north() - bounds.height() * y / height;
        return (90 - latitude) / PixelWindow.DEGREES - mosaic.window().top();
    }

    /**
     * Returns the class at a point between pixels: water if it has half of the weight, otherwise the class with the
     * largest weight among the others.
     */
    private int smoothed(double column, double row) {
        int centreColumn = (int) Math.floor(column);
        int centreRow = (int) Math.floor(row);
        double[] weights = new double[colours.length];
        for (int i = -1; i <= 1; i++) {
            double rowWeight = spline(row - centreRow - 0.5 - i);
            for (int j = -1; j <= 1; j++) {
                weights[mosaic.at(centreColumn + j, centreRow + i)] +=
                        rowWeight * spline(column - centreColumn - 0.5 - j);
            }
        }
        if (weights[CoverClass.WATER.code()] >= 0.5) {
            return CoverClass.WATER.code();
        }
        weights[CoverClass.WATER.code()] = 0;
        int heaviest = Mosaic.UNKNOWN;
        for (int cover = 0; cover < weights.length; cover++) {
            if (weights[cover] > weights[heaviest]) {
                heaviest = cover;
            }
        }
        return heaviest;
    }

    /**
     * Returns which pixels have the same class as all their neighbours, so that they need no smoothing; most pixels do.
     */
    private boolean[] findUniform() {
        boolean[] found = new boolean[mosaic.window().pixels()];
        int columns = mosaic.window().columns();
        for (int at = 0; at < found.length; at++) {
            boolean same = true;
            for (int i = 0; i < 9 && same; i++) {
                same = mosaic.at(at % columns + i % 3 - 1, at / columns + i / 3 - 1)
                        == mosaic.at(at % columns, at / columns);
            }
            found[at] = same;
        }
        return found;
    }

    /** Returns the quadratic B-spline at a distance in pixels; its sum over the three nearest pixels is one. */
    private static double spline(double distance) {
        double d = Math.abs(distance);
        return d <= 0.5 ? 0.75 - d * d : d <= 1.5 ? 0.5 * (1.5 - d) * (1.5 - d) : 0;
    }

    private int colour(int x, int y, float[] shore) {
        int at = y * width + x;
        double nearLand = Math.min(0.7, 1.6 * (1 - shore[at]));
        int sea = mix(colours[CoverClass.WATER.code()], Palette.SHALLOW.getRGB(), nearLand);
        int plain = mix(land[at], sea, water[at]);
        return mix(plain, Palette.COAST.getRGB(), (enlarged ? 0.7 : 0.4) * coast(x, y));
    }

    /** Returns how much the share of water changes from a pixel to its neighbours, 0 to 1. */
    private double coast(int x, int y) {
        float here = water[y * width + x];
        float right = water[y * width + Math.min(x + 1, width - 1)];
        float below = water[Math.min(y + 1, height - 1) * width + x];
        return Math.max(Math.abs(here - right), Math.abs(here - below));
    }

    private static int mix(int from, int to, double part) {
        int red = between((from >> 16) & 0xff, (to >> 16) & 0xff, part);
        int green = between((from >> 8) & 0xff, (to >> 8) & 0xff, part);
        int blue = between(from & 0xff, to & 0xff, part);
        return rgb(red, green, blue);
    }

    private static int rgb(int red, int green, int blue) {
        return (red << 16) | (green << 8) | blue;
    }

    private static int between(int from, int to, double part) {
        return (int) Math.round(from + (to - from) * part);
    }
}
