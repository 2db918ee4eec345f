/**
 * The run API from the other side: asks for runs and reads them, wherever that API is. {@link dev.anabranch.client.internal.RunClient} knows the
 * API; a {@link dev.anabranch.client.internal.transport.Transport} brings requests there: over HTTP, signed, with a token or neither, or within this process.
 */
@NullMarked
package dev.anabranch.client.internal;

import org.jspecify.annotations.NullMarked;
