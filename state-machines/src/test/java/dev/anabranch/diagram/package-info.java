/** Tests of what is drawn. */
@NullMarked
package dev.anabranch.diagram;

import org.jspecify.annotations.NullMarked;
