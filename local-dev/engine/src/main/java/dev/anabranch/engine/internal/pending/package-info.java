/**
 * The events for which an execution waits: timers, calls and work on another thread. Messages refer to an event by its
 * number.
 */
@NullMarked
package dev.anabranch.engine.internal.pending;

import org.jspecify.annotations.NullMarked;
