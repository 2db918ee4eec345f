/**
 * The JSON that travels between a state machine and a function, in both directions: what {@code translate} writes and the
 * action runtime reads. It knows neither side.
 *
 * <p>An {@link dev.anabranch.runtime.internal.wire.Invocation} says which action is to run and how its answer may travel; the answer is a
 * {@link dev.anabranch.runtime.internal.wire.Wire}, as are inputs: a value, a reference to one, or how to put one together.
 */
@NullMarked
package dev.anabranch.runtime.internal.wire;

import org.jspecify.annotations.NullMarked;
