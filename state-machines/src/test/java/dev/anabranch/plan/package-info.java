/** Plans, above all the layout, against random graphs. */
@NullMarked
package dev.anabranch.plan;

import org.jspecify.annotations.NullMarked;
