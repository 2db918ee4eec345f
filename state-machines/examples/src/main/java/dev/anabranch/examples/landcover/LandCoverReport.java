package dev.anabranch.examples.landcover;

import dev.anabranch.task.Blob;

/**
 * The result of a run.
 *
 * @param area the name of the region, such as {@code Northern Europe}
 * @param bounds the region in degrees
 * @param tileDegrees the width and height of a tile, in degrees
 * @param tiles the number of tiles
 * @param areaKm2 the area of the map, in square kilometres
 * @param shares the share of each class in the area
 * @param waterAgreement the share of the area, 0 to 1, in which water and land agree with the reference mask
 * @param picture the map, a PNG
 */
public record LandCoverReport(
        String area,
        Bounds bounds,
        double tileDegrees,
        long tiles,
        double areaKm2,
        ClassShares shares,
        double waterAgreement,
        Blob picture) {}
