package dev.anabranch.client.internal.transport;

import java.net.URI;
import java.util.Map;

/** The authorization of requests. */
public interface Authorization {

    /** No authorization, for an API on this machine. */
    Authorization NONE = new Authorization() {
        @Override
        public Map<String, String> of(ApiCall call, URI uri) {
            return Map.of();
        }

        @Override
        public String description() {
            return "The request was not signed and had no token.";
        }
    };

    /**
     * Returns the headers to add to a request.
     *
     * @param uri the address of the request
     * @throws ApiUnavailable if credentials are missing
     */
    Map<String, String> of(ApiCall call, URI uri);

    /** Returns a sentence about this authorization, for messages about denied access. */
    String description();

    /**
     * Returns the authorization by a token.
     *
     * @param source the name of its variable, for messages
     */
    static Authorization bearer(String token, String source) {
        return new Authorization() {
            @Override
            public Map<String, String> of(ApiCall call, URI uri) {
                return Map.of("Authorization", "Bearer " + token);
            }

            @Override
            public String description() {
                return "The request had the token of " + source + ".";
            }
        };
    }
}
