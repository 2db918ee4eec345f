/** Payloads, which are too large for a record or a state: their keys, and the port of their store. */
@NullMarked
package dev.anabranch.runtime.internal.payload;

import org.jspecify.annotations.NullMarked;
