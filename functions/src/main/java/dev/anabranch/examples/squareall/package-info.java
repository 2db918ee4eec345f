/** The tasks of the example {@code square-all}: numbers are squared, and some fail because they were asked to. */
@NullMarked
package dev.anabranch.examples.squareall;

import org.jspecify.annotations.NullMarked;
