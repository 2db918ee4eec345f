package dev.anabranch.client.internal.transport;

import java.net.URI;
import java.util.Map;

/** What requests bring along so that they are let in. */
public interface Authorization {

    /** Nothing: for an API on one's own machine. */
    Authorization NONE = new Authorization() {
        @Override
        public Map<String, String> of(ApiCall call, URI uri) {
            return Map.of();
        }

        @Override
        public String description() {
            return "The request was not signed and brought no token.";
        }
    };

    /**
     * The headers to add to a request.
     *
     * @param uri where it goes
     * @throws ApiUnavailable when there are no credentials
     */
    Map<String, String> of(ApiCall call, URI uri);

    /** A sentence about it, for somebody who is not let in. */
    String description();

    /**
     * A token.
     *
     * @param source where it comes from, for people
     */
    static Authorization bearer(String token, String source) {
        return new Authorization() {
            @Override
            public Map<String, String> of(ApiCall call, URI uri) {
                return Map.of("Authorization", "Bearer " + token);
            }

            @Override
            public String description() {
                return "The request brought the token of " + source + ".";
            }
        };
    }
}
