package dev.anabranch.runs.internal.api;

import java.net.URI;

/** Where a client gets a payload that is too large for an answer: a port, behind which is S3. */
@FunctionalInterface
public interface PayloadLinks {

    /** A URL that gives the payload's bytes to whoever has it, for some minutes. */
    URI link(String key);
}
