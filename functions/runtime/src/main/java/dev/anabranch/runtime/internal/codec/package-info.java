/** Converts values of tasks to JSON and back. */
@NullMarked
package dev.anabranch.runtime.internal.codec;

import org.jspecify.annotations.NullMarked;
