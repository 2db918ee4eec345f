package dev.anabranch.client.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** Sends requests to a run API. */
public interface Transport {

    /**
     * Sends a request, with retries.
     *
     * @throws ApiUnavailable if no answer arrived
     * @throws CallInterrupted if the thread was interrupted while it waited
     */
    ApiAnswer send(ApiCall call);

    /**
     * Opens a link of an answer. The caller closes the stream.
     *
     * @param range as in a Range header (RFC 9110), such as {@code bytes=0-99}; empty for all
     * @throws ApiUnavailable if the link cannot be opened
     */
    InputStream open(URI link, Optional<String> range) throws IOException;

    /** Returns the address of the API, for messages. */
    String address();
}
