package dev.anabranch.examples.landcover;

/**
 * Classifies a pixel by its colour. The limits were found by inspecting the image: seas are blue on black, lakes are
 * nearly black, snow is grey at any brightness, and bare ground is bright and brown, or red as in central Australia.
 */
final class ColourRule {
    private ColourRule() {}

    /** Returns the class of a colour; each component is from 0 to 255. */
    static CoverClass classify(int red, int green, int blue) {
        if (isWater(red, green, blue)) {
            return CoverClass.WATER;
        }
        if (isSnow(red, green, blue)) {
            return CoverClass.SNOW_OR_ICE;
        }
        return isBare(red, green, blue) ? CoverClass.BARE_GROUND : CoverClass.VEGETATION;
    }

    private static boolean isWater(int red, int green, int blue) {
        boolean sea = red < 100 && blue > 1.4 * red + 10 && blue >= green + 8;
        return sea || isLake(red, green, blue);
    }

    /** Returns whether the colour is that of a lake; lakes are nearly black in this image. */
    static boolean isLake(int red, int green, int blue) {
        return red + green + blue < 28;
    }

    /**
     * Returns whether the colour is that of snow. Snow in shadow and between trees is dark, but as grey as bright snow,
     * or slightly blue.
     */
    private static boolean isSnow(int red, int green, int blue) {
        int brightness = red + green + blue;
        boolean grey = blue > 0.88 * red && blue > 0.88 * green;
        boolean dazzling = brightness > 560 && blue > 0.8 * red;
        return dazzling || (grey && brightness > 190);
    }

    private static boolean isBare(int red, int green, int blue) {
        int brightness = red + green + blue;
        boolean brown = red > 1.08 * green && brightness > 244;
        boolean reddish = red > 1.4 * green && brightness > 180;
        boolean rock = green < 1.25 * blue && brightness > 140;
        return brown || reddish || rock;
    }
}
