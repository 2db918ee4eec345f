package dev.anabranch.examples.landcover;

/**
 * Computes the mean over a square around each value. Two passes with a running sum make the duration independent of the
 * radius.
 */
final class Blur {
    private Blur() {}

    static float[] box(float[] values, int width, int height, int radius) {
        float[] across = new float[values.length];
        for (int y = 0; y < height; y++) {
            line(values, across, y * width, 1, width, radius);
        }
        float[] result = new float[values.length];
        for (int x = 0; x < width; x++) {
            line(across, result, x, width, height, radius);
        }
        return result;
    }

    private static void line(float[] from, float[] to, int start, int step, int length, int radius) {
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += from[start + step * clamped(i, length)];
        }
        for (int i = 0; i < length; i++) {
            to[start + step * i] = (float) (sum / (2 * radius + 1));
            sum += from[start + step * clamped(i + radius + 1, length)]
                    - from[start + step * clamped(i - radius, length)];
        }
    }

    private static int clamped(int index, int length) {
        return Math.min(Math.max(index, 0), length - 1);
    }
}
