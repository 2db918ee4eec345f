/**
 * The JSON that travels between a state machine and a function, in both directions: what {@code translate} writes and the
 * action runtime reads. It knows neither side.
 *
 * <p>An {@link dev.anabranch.wire.Invocation} says which action is to run and how its answer may travel; the answer is a
 * {@link dev.anabranch.wire.Wire}, as are inputs: a value, a reference to one, or how to put one together.
 */
@NullMarked
package dev.anabranch.wire;

import org.jspecify.annotations.NullMarked;
