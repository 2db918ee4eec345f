/**
 * The embedded cloud of one process, with its threads, its clock and its data folder; the protocol by which another
 * process cancels a run of it; and the run API over it.
 */
@NullMarked
package dev.anabranch.embedded.internal.local;

import org.jspecify.annotations.NullMarked;
