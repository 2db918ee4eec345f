package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * How the state machine waits for the end of work that a task starts elsewhere: {@code {"token": ..., "timeout": n}} in
 * an invocation.
 *
 * @param token the task token. It is a secret: only the record of the action has it
 * @param timeoutSeconds how long the state machine waits
 */
public record CallbackToken(String token, long timeoutSeconds) {

    /** 128 bits cannot be guessed. */
    private static final int SECRET_BYTES = 16;

    static CallbackToken parse(JsonNode json) {
        return new CallbackToken(WireJson.text(json, "token"), WireJson.number(json, "timeout"));
    }

    void writeTo(ObjectNode json) {
        json.put("token", token).put("timeout", timeoutSeconds);
    }

    /**
     * Returns the secret part of the callback's id: a hash of the task token, from which the token cannot be computed.
     * Each attempt has another one.
     */
    public String secret() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, SECRET_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }

    @Override
    public String toString() {
        return "CallbackToken[" + timeoutSeconds + "]";
    }
}
