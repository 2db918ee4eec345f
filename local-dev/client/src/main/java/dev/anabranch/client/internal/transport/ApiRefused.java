package dev.anabranch.client.internal.transport;

import java.util.List;

/** The run API refuses a request. The message is a sentence with the reason. */
public final class ApiRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final List<String> findings;

    ApiRefused(int status, String message, List<String> findings) {
        super(message);
        this.status = status;
        this.findings = List.copyOf(findings);
    }

    /** Returns the HTTP status, from 400 to 499. */
    public int status() {
        return status;
    }

    /** Returns a sentence for each error in the request; an empty list if the message is complete. */
    public List<String> findings() {
        return findings;
    }
}
