/** The example {@code square-all}: a fan-out whose failures are values. */
@NullMarked
package dev.anabranch.examples.squareall;

import org.jspecify.annotations.NullMarked;
