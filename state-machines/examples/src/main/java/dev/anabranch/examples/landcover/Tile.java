package dev.anabranch.examples.landcover;

/**
 * The input of one action.
 *
 * @param bounds the tile; at the northern and eastern edge it is smaller if the size of the map is not a multiple of a
 *     tile
 */
public record Tile(Bounds bounds) {}
