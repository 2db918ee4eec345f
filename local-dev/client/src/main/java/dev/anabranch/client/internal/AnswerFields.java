package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.client.internal.transport.ApiUnavailable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Reads the fields of answers. Throws {@link ApiUnavailable} if a field is missing or invalid. */
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
            throw new ApiUnavailable(
                    "The run API returned a `" + field + "` that is not a time. Check the address.", e);
        }
    }

    static <E extends Enum<E>> E choice(JsonNode json, String field, Class<E> type) {
        String text = text(json, field);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw new ApiUnavailable("The run API returned the " + field + " `" + text
                + "`, which this version does not know. Use the version of the deployment.");
    }

    static ApiUnavailable missing(JsonNode json, String field) {
        return new ApiUnavailable("The address is not that of a run API: an answer lacks the field `" + field + "`.");
    }
}
