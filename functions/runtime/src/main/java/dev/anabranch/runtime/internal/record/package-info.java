/** The records of actions, and the port of their store. */
@NullMarked
package dev.anabranch.runtime.internal.record;

import org.jspecify.annotations.NullMarked;
