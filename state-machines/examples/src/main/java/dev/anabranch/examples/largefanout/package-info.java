/** The example {@code large-fanout}: as many actions as asked for, and nothing else. */
@NullMarked
package dev.anabranch.examples.largefanout;

import org.jspecify.annotations.NullMarked;
