package dev.anabranch.console.internal;

/**
 * A file of the page.
 *
 * @param contentType its media type
 * @param content its bytes
 * @param gzip its bytes as gzip
 * @param tag its entity tag, a hash of its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are neither compared nor changed.
record PageFile(String contentType, byte[] content, byte[] gzip, String tag) {}
