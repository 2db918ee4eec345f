package dev.anabranch.embedded.internal.local;

import java.net.http.HttpClient;
import java.time.Duration;

/** The HTTP client for requests to other processes. It is made at the first request: most commands send none. */
final class PeerHttp {

    /** How long a process may take to accept a connection, and to answer. */
    static final Duration TO_ANSWER = Duration.ofSeconds(5);

    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_ANSWER)
            .build();

    private PeerHttp() {}
}
