package dev.anabranch.examples.landcover;

/** The class of a pixel. */
enum CoverClass {
    WATER(0, 'w', "Water"),
    SNOW_OR_ICE(1, 's', "Snow or Ice"),
    VEGETATION(2, 'v', "Vegetation"),
    BARE_GROUND(3, 'b', "Bare Ground");

    /** The number of classes. */
    static final int COUNT = 4;

    private static final CoverClass[] BY_CODE = values();

    private final byte code;
    private final char letter;
    private final String title;

    CoverClass(int code, char letter, String title) {
        this.code = (byte) code;
        this.letter = letter;
        this.title = title;
    }

    /** Returns the code of the class, from 0, which is an index into arrays. */
    byte code() {
        return code;
    }

    char letter() {
        return letter;
    }

    String title() {
        return title;
    }

    static CoverClass ofLetter(char letter) {
        for (CoverClass cover : BY_CODE) {
            if (cover.letter == letter) {
                return cover;
            }
        }
        throw new IllegalArgumentException("'" + letter + "' is no class; the classes are w, s, v and b");
    }

    static CoverClass ofCode(int code) {
        return BY_CODE[code];
    }
}
