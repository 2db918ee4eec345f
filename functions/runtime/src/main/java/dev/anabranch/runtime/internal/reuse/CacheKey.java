package dev.anabranch.runtime.internal.reuse;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The key of a cached result: SHA-256 over the task, its version and its input. The input is hashed as a value, not as
 * text: the order of an object's fields does not matter, and {@code 1}, {@code 1.0} and {@code 1e0} are equal. If the
 * input can have a {@link BigDecimal}, numbers of different scales are different values, as for its {@code equals}.
 */
public final class CacheKey {

    private final MessageDigest digest;
    private final BooleanSupplier scaled;

    private CacheKey(BooleanSupplier scaled) {
        this.scaled = scaled;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }

    /**
     * Returns the key in 64 hexadecimal digits.
     *
     * @param scaled returns true if the input can have decimals whose scale matters; called only if that decides
     */
    public static String of(String task, String version, JsonNode input, BooleanSupplier scaled) {
        CacheKey key = new CacheKey(scaled);
        key.text(task);
        key.text(version);
        key.value(input);
        return HexFormat.of().formatHex(key.digest.digest());
    }

    private void value(JsonNode json) {
        if (json.isObject()) {
            List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(json.properties());
            fields.sort(Map.Entry.comparingByKey());
            tag('{', fields.size());
            fields.forEach(field -> {
                text(field.getKey());
                value(field.getValue());
            });
        } else if (json.isArray()) {
            tag('[', json.size());
            json.forEach(this::value);
        } else if (json.isTextual()) {
            text(json.textValue());
        } else if (json.isNumber()) {
            bytes('#', number(json.decimalValue()).getBytes(StandardCharsets.US_ASCII));
        } else {
            bytes('=', json.asText().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private String number(BigDecimal number) {
        BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        boolean same = number.scale() == Math.max(shortest.scale(), 0) || !scaled.getAsBoolean();
        return same ? shortest.toString() : shortest + "s" + number.scale();
    }

    private void text(String text) {
        bytes('"', text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes with their length first, so that different sequences never have the same bytes. */
    private void bytes(char kind, byte[] bytes) {
        tag(kind, bytes.length);
        digest.update(bytes);
    }

    private void tag(char kind, int length) {
        digest.update((kind + Integer.toString(length) + ':').getBytes(StandardCharsets.US_ASCII));
    }
}
