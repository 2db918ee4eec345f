package dev.anabranch.examples.landcover;

/**
 * A part of the Earth between two parallels and two meridians, in degrees.
 *
 * @param south from -90, less than {@code north}
 * @param west from -180, less than {@code east}
 * @param north up to 90
 * @param east up to 180
 */
public record Bounds(double south, double west, double north, double east) {

    private static final double EARTH_RADIUS_KM = 6371.0088; // The mean radius R1 of the ellipsoid GRS 80.

    double width() {
        return east - west;
    }

    double height() {
        return north - south;
    }

    double middleLatitude() {
        return (south + north) / 2;
    }

    /** Returns the area on a sphere in square kilometres. Towards the poles, a degree of longitude is shorter. */
    double squareKilometres() {
        double band = Math.sin(Math.toRadians(north)) - Math.sin(Math.toRadians(south));
        return EARTH_RADIUS_KM * EARTH_RADIUS_KM * Math.toRadians(width()) * band;
    }

    /** Returns the length of one degree of longitude at a latitude, in kilometres. */
    static double kilometresPerDegree(double latitude) {
        return Math.toRadians(EARTH_RADIUS_KM) * Math.cos(Math.toRadians(latitude));
    }
}
