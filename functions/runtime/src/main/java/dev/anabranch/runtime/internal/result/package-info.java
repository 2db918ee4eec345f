/** Stores the results of actions and creates the answers for the state machine. */
@NullMarked
package dev.anabranch.runtime.internal.result;

import org.jspecify.annotations.NullMarked;
