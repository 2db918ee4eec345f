/** Starts, cancels, reruns, ends and deletes runs. */
@NullMarked
package dev.anabranch.runs.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
