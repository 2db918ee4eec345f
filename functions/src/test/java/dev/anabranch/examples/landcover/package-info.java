/** What the land-cover example promises, checked on its real imagery. */
@NullMarked
package dev.anabranch.examples.landcover;

import org.jspecify.annotations.NullMarked;
