package dev.anabranch.examples.landcover;

/**
 * The work of one action.
 *
 * @param bounds smaller than the other tiles at the northern and eastern edge, when the map is no multiple of a tile
 */
public record Tile(Bounds bounds) {}
