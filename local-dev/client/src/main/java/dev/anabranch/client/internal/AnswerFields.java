package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.client.internal.transport.ApiUnavailable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Reads the fields of answers. Whatever is not as the API promises, is said to be so. */
final class AnswerFields {

    private AnswerFields() {}

    static String text(JsonNode json, String field) {
        return optional(json, field).orElseThrow(() -> missing(json, field));
    }

    static Optional<String> optional(JsonNode json, String field) {
        return Optional.ofNullable(json.path(field).textValue());
    }

    static Optional<Instant> time(JsonNode json, String field) {
        try {
            return optional(json, field).map(Instant::parse);
        } catch (DateTimeException e) {
            throw new ApiUnavailable("The run API answers with a `" + field + "` that is no time.", e);
        }
    }

    static <E extends Enum<E>> E choice(JsonNode json, String field, Class<E> type) {
        String text = text(json, field);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw new ApiUnavailable("The run API answers with the " + field + " `" + text
                + "`, which this version does not know. Use the version that is deployed.");
    }

    static ApiUnavailable missing(JsonNode json, String field) {
        return new ApiUnavailable("There seems to be no run API: an answer lacks the field `" + field + "`.");
    }
}
