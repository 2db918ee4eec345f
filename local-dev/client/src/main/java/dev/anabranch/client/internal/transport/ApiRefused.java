package dev.anabranch.client.internal.transport;

import java.util.List;

/** A run API will not do what it was asked for; the message says in a sentence why. */
public final class ApiRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final List<String> findings;

    ApiRefused(int status, String message, List<String> findings) {
        super(message);
        this.status = status;
        this.findings = List.copyOf(findings);
    }

    /** The status of HTTP: 400 to 499. */
    public int status() {
        return status;
    }

    /** Each thing that is wrong, in a sentence: where, what was found, what was expected; empty where the message says it all. */
    public List<String> findings() {
        return findings;
    }
}
