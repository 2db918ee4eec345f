/** Everything that can go wrong, at each step of an action's life: whatever it is, runs end, and no record lies. */
@NullMarked
package dev.anabranch.embedded.faults;

import org.jspecify.annotations.NullMarked;
