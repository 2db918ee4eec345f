/**
 * S3 inside this process: the SDK's client interface over a storage of ordered maps. Bodies are kept in chunks and never held
 * whole; keys are ordered by their UTF-8 bytes and may be anything. Anything unsupported is refused by name.
 */
@NullMarked
package dev.anabranch.stores.internal.s3;

import org.jspecify.annotations.NullMarked;
