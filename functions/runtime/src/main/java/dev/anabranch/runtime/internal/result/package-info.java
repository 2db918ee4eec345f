/** Storing the result of an action, and answering the state machine with what it can carry. */
@NullMarked
package dev.anabranch.runtime.internal.result;

import org.jspecify.annotations.NullMarked;
