package dev.anabranch.runs.internal.api;

import java.net.URI;

/** Links to payloads that are too large for a response. The port for S3's presigned URLs. */
@FunctionalInterface
public interface PayloadLinks {

    /** Returns a URL that gives access to the payload for some minutes, without other credentials. */
    URI link(String key);
}
