/**
 * The example {@code land-cover}: divides a satellite image into tiles, classifies each tile in its own action, and
 * draws one map.
 */
@NullMarked
package dev.anabranch.examples.landcover;

import org.jspecify.annotations.NullMarked;
