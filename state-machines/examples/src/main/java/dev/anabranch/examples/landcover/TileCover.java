package dev.anabranch.examples.landcover;

/**
 * The land cover of one tile: the classes of all image pixels that the tile touches, and the area of each class inside
 * the tile. A pixel on the border between two tiles is in both, each time with the part of its area that is inside.
 *
 * @param left the first image column, from 0 at 180 degrees west
 * @param top the first image row, from 0 at the north pole
 * @param columns at least 1
 * @param rows at least 1
 * @param classes the pixels row by row, run-length encoded: {@code 12w3v} is twelve pixels of water and three of
 *     vegetation
 * @param area the area of each class
 * @param agreedKm2 the area in which water and land agree with the reference mask, in square kilometres
 */
public record TileCover(int left, int top, int columns, int rows, String classes, ClassAreas area, double agreedKm2) {}
