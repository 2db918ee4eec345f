/**
 * An in-process S3: the SDK's client interface on a storage of ordered maps. Bodies are stored and read in chunks, so
 * their size is not limited by the heap. Keys can contain any characters and are ordered by their UTF-8 bytes.
 * Unsupported features fail with an exception that names them.
 */
@NullMarked
package dev.anabranch.stores.internal.s3;

import org.jspecify.annotations.NullMarked;
