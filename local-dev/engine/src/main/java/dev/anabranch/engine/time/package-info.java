/**
 * The engine's clock: a port with the system clock and a virtual clock that advances to the next timer when nothing
 * runs.
 */
@NullMarked
package dev.anabranch.engine.time;

import org.jspecify.annotations.NullMarked;
