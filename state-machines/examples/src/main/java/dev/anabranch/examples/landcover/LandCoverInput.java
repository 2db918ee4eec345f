package dev.anabranch.examples.landcover;

import org.jspecify.annotations.Nullable;

/**
 * What part of the Earth to map, and how finely to cut it. Everything may be left out: northern Europe in tiles of one degree.
 *
 * @param region the name of a known region, such as {@code northern-europe}, {@code africa} or {@code world}; not with {@code bounds}
 * @param bounds any part of the Earth, in degrees; not with {@code region}
 * @param tileDegrees width and height of a tile in degrees, 0.05 to 360; 1 unless told
 */
public record LandCoverInput(
        @Nullable String region,
        @Nullable Bounds bounds,
        @Nullable Double tileDegrees) {}
