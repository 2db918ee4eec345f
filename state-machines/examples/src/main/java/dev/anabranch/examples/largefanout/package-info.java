/** The example {@code large-fanout}: many actions that do nothing. */
@NullMarked
package dev.anabranch.examples.largefanout;

import org.jspecify.annotations.NullMarked;
