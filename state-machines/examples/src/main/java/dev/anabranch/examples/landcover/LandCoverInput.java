package dev.anabranch.examples.landcover;

import org.jspecify.annotations.Nullable;

/**
 * The region to map, and the size of its tiles. By default, northern Europe in tiles of one degree.
 *
 * @param region the name of a region, such as {@code northern-europe}, {@code africa} or {@code world}; cannot be
 *     combined with {@code bounds}
 * @param bounds a part of the Earth in degrees; cannot be combined with {@code region}
 * @param tileDegrees the width and height of a tile in degrees, 0.05 to 360; 1 by default
 */
public record LandCoverInput(
        @Nullable String region,
        @Nullable Bounds bounds,
        @Nullable Double tileDegrees) {}
