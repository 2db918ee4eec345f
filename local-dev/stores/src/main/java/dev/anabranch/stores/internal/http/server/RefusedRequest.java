package dev.anabranch.stores.internal.http.server;

/**
 * Why a port refuses a request. Each protocol writes it in its own form.
 *
 * @param reason what is missing
 * @param detail a sentence that says what to do
 */
public record RefusedRequest(Reason reason, String detail) {

    /** What a refused request lacks. */
    public enum Reason {
        /** It comes from another host name or from a page of another origin. */
        FORBIDDEN,
        /** It lacks the token. */
        UNAUTHORIZED
    }
}
