package dev.anabranch.examples.landcover;

import java.awt.Color;

/**
 * The colours of a map. They differ in brightness and between blue and yellow, so people with red-green colour
 * blindness can distinguish them.
 */
final class Palette {
    static final Color PAPER = new Color(0xfbfaf7);
    static final Color INK = new Color(0x22303c);
    static final Color FAINT_INK = new Color(0x64717d);
    static final Color COAST = new Color(0x1d3b53);
    static final Color SHALLOW = new Color(0x8fc3e3);
    static final Color GRATICULE = new Color(255, 255, 255, 95);
    static final Color UNKNOWN = new Color(0xb8b4ad);

    private Palette() {}

    static Color of(CoverClass cover) {
        return switch (cover) {
            case WATER -> new Color(0x4a8fc4);
            case SNOW_OR_ICE -> new Color(0xf3f7fb);
            case VEGETATION -> new Color(0x3f7a4c);
            case BARE_GROUND -> new Color(0xe0bd79);
        };
    }
}
