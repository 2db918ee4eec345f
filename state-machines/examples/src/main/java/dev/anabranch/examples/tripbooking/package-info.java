/** The example {@code trip-booking}: a saga that undoes the steps that succeeded, in reverse order. */
@NullMarked
package dev.anabranch.examples.tripbooking;

import org.jspecify.annotations.NullMarked;
