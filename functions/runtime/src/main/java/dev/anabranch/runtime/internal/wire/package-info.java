/**
 * The JSON between state machines and functions, in both directions. The translator writes it and the runtime reads it;
 * this package depends on neither.
 *
 * <p>An {@link dev.anabranch.runtime.internal.wire.Invocation} has the action to run and how its answer may be
 * returned. Answers and inputs are a {@link dev.anabranch.runtime.internal.wire.Wire}: a value, a reference to one, or
 * an expression that the receiver evaluates.
 */
@NullMarked
package dev.anabranch.runtime.internal.wire;

import org.jspecify.annotations.NullMarked;
