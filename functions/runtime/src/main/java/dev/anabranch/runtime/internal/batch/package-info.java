/** Runs the actions of a batch in one invocation, with records that the items share. */
@NullMarked
package dev.anabranch.runtime.internal.batch;

import org.jspecify.annotations.NullMarked;
