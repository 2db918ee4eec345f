/** The example {@code land-cover}: satellite imagery is cut into tiles, each tile is classified on its own, one map is drawn. */
@NullMarked
package dev.anabranch.examples.landcover;

import org.jspecify.annotations.NullMarked;
