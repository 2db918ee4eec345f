package dev.anabranch.examples.landcover;

/**
 * The land cover of one tile: the classes of every image pixel that the tile touches, and how much of the tile's true area each has.
 * A pixel on the edge between two tiles is in both, each time with the part of its area that lies inside.
 *
 * @param left the first image column, from 0 at 180 degrees west
 * @param top the first image row, from 0 at the north pole
 * @param columns at least 1
 * @param rows at least 1
 * @param classes the pixels row by row, run-length coded: {@code 12w3v} is twelve pixels of water and three of vegetation
 * @param area what each class covers
 * @param agreedKm2 where the class is water or not exactly as the reference mask has it, in square kilometres
 */
public record TileCover(int left, int top, int columns, int rows, String classes, ClassAreas area, double agreedKm2) {}
