/** Calls one task: its host, context, log and input, and the failures of attempts. */
@NullMarked
package dev.anabranch.runtime.internal.invoke;

import org.jspecify.annotations.NullMarked;
