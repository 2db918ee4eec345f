/**
 * The visits of states, one class for each type of state. {@link dev.anabranch.engine.internal.visit.StateVisit}
 * implements what all types share: entering, retrying, catching and leaving a state.
 * {@link dev.anabranch.engine.internal.visit.StateVisits} creates the visit for a state.
 */
@NullMarked
package dev.anabranch.engine.internal.visit;

import org.jspecify.annotations.NullMarked;
