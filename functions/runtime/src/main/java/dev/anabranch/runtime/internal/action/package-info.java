/** Runs actions, single and batched, and has the tasks that the translator adds to workflows. */
@NullMarked
package dev.anabranch.runtime.internal.action;

import org.jspecify.annotations.NullMarked;
