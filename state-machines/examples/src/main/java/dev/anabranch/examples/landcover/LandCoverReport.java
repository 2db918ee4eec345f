package dev.anabranch.examples.landcover;

import dev.anabranch.task.Blob;

/**
 * What a run found out.
 *
 * @param area the part of the Earth in words, such as {@code Northern Europe}
 * @param bounds the same in degrees
 * @param tileDegrees width and height of a tile
 * @param tiles how many there were
 * @param areaKm2 the true area of the map, in square kilometres
 * @param shares of each class, by true area
 * @param waterAgreement where water or land is what the reference mask has, by true area: 0 to 1
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
