/**
 * The client of the run API. {@link dev.anabranch.client.internal.RunClient} has the operations of the API; a {@link
 * dev.anabranch.client.internal.transport.Transport} sends requests over HTTP, to a Lambda function or within this
 * process.
 */
@NullMarked
package dev.anabranch.client.internal;

import org.jspecify.annotations.NullMarked;
