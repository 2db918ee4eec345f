/** Bringing requests to a run API: HTTP, signatures, retries. */
@NullMarked
package dev.anabranch.client.internal.transport;

import org.jspecify.annotations.NullMarked;
