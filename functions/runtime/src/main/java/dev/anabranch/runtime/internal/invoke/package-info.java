/** Calling one task: its host, its context, its log, its input, and what ends an attempt. */
@NullMarked
package dev.anabranch.runtime.internal.invoke;

import org.jspecify.annotations.NullMarked;
