/** The tasks of the example {@code large-fanout}: they do nothing, so that only the cost of an action is left. */
@NullMarked
package dev.anabranch.examples.largefanout;

import org.jspecify.annotations.NullMarked;
