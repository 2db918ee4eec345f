package dev.anabranch.examples.landcover;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Formats degrees. */
final class Degrees {
    private Degrees() {}

    /** Returns the number without trailing zeros. */
    static String plain(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal shown =
                exact.abs().compareTo(BigDecimal.valueOf(1e-6)) > 0 ? exact.setScale(6, RoundingMode.HALF_UP) : exact;
        return exact.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
    }

    /** Returns text such as 54°N. */
    static String latitude(double value) {
        return plain(Math.abs(value)) + "°" + (value > 0 ? "N" : value < 0 ? "S" : "");
    }

    /** Returns text such as 4°E. */
    static String longitude(double value) {
        return plain(Math.abs(value)) + "°" + (value > 0 ? "E" : value < 0 ? "W" : "");
    }

    /** Returns text such as 54°N–72°N, 4°E–32°E. */
    static String of(Bounds bounds) {
        return latitude(bounds.south()) + "–" + latitude(bounds.north()) + ", " + longitude(bounds.west()) + "–"
                + longitude(bounds.east());
    }
}
