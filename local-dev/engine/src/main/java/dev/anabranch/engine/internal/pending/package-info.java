/**
 * The events that an execution waits for: timers, calls, work on another thread. Each has a number, by which messages name it.
 */
@NullMarked
package dev.anabranch.engine.internal.pending;

import org.jspecify.annotations.NullMarked;
