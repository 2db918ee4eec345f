/** The transports of requests to a run API: HTTP, signatures and retries. */
@NullMarked
package dev.anabranch.client.internal.transport;

import org.jspecify.annotations.NullMarked;
