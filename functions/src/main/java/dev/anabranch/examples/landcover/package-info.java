/**
 * The tasks of the land-cover example: a part of the Earth is cut into tiles, each pixel of each tile is labelled by its colour, and
 * the labels are drawn as one map. The imagery is in the resources, so it runs anywhere and its answer can be checked.
 */
@NullMarked
package dev.anabranch.examples.landcover;

import org.jspecify.annotations.NullMarked;
