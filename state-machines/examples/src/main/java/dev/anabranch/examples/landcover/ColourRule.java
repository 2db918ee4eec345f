package dev.anabranch.examples.landcover;

/**
 * What the colour of a pixel says. The numbers were found by looking at the image: seas are painted blue over black, lakes are nearly
 * black, snow is grey at any brightness, and bare ground is bright and brown, or red as in the middle of Australia.
 */
final class ColourRule {
    private ColourRule() {}

    /** The class of a colour, each part 0 to 255. */
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

    /** Lakes are nearly black in this image. */
    static boolean isLake(int red, int green, int blue) {
        return red + green + blue < 28;
    }

    /** Snow in shadow and snow between trees is dark, but as grey as bright snow or a little blue. */
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
