/**
 * The run API from the other side: asks for runs and reads them, wherever that API is. {@link dev.anabranch.client.RunClient} knows the
 * API; a {@link dev.anabranch.client.Transport} brings requests there: over HTTP, signed, with a token or neither, or within this process.
 */
@NullMarked
package dev.anabranch.client;

import org.jspecify.annotations.NullMarked;
