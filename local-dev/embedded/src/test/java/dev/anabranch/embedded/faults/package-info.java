/** Faults at each step of an action: runs end, and records are correct. */
@NullMarked
package dev.anabranch.embedded.faults;

import org.jspecify.annotations.NullMarked;
