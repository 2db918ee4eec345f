package dev.anabranch.client.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** Brings requests to a run API. */
public interface Transport {

    /**
     * Sends a request, and sends it again where that may help.
     *
     * @throws ApiUnavailable when there is no answer
     * @throws CallInterrupted when the thread was interrupted while it waited
     */
    ApiAnswer send(ApiCall call);

    /**
     * Opens what an answer links to, which the caller closes.
     *
     * @param range as in a Range header (RFC 9110), such as {@code bytes=0-99}; empty for all
     * @throws ApiUnavailable when it cannot be had
     */
    InputStream open(URI link, Optional<String> range) throws IOException;

    /** Where the API is, for people. */
    String address();
}
