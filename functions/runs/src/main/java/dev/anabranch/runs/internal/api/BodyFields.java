package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.runs.internal.api.Problem.FieldError;
import dev.anabranch.runs.internal.api.Problem.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The fields of a JSON body. Collects all errors; {@link #check} reports them together. */
final class BodyFields {

    /** The field with the id of a new run. */
    static final String ID = "id";

    private final JsonNode body;
    private final List<FieldError> errors = new ArrayList<>();

    private BodyFields(JsonNode body) {
        this.body = body;
    }

    /**
     * Reads a body. A missing body has no fields.
     *
     * @param known the names of the fields that the route accepts
     */
    static BodyFields of(ApiRequest request, Collection<String> known) {
        JsonNode body = JsonBody.read(request).orElse(JsonNodeFactory.instance.objectNode());
        if (!body.isObject()) {
            throw ProblemException.of(
                    Kind.INVALID,
                    FieldError.body("", ExpectedJson.found(body), "an object", "Wrap the fields in a JSON object."));
        }
        BodyFields fields = new BodyFields(body);
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fields.addError(name, "is unknown", ExpectedJson.oneOf(known), "Remove it or correct its name.");
            }
        });
        return fields;
    }

    void addError(String name, String found, String expected, String fix) {
        errors.add(FieldError.body("/" + JsonBody.escaped(name), found, expected, fix));
    }

    void addError(List<FieldError> more) {
        errors.addAll(more);
    }

    Optional<JsonNode> value(String name) {
        return Optional.ofNullable(body.get(name));
    }

    Optional<String> text(String name) {
        JsonNode value = body.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            addError(name, ExpectedJson.found(value), "non-empty text", "Remove it or set it to non-empty text.");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    /** Returns the elements of a list of texts that is not empty; an empty list if the field is absent. */
    List<String> texts(String name) {
        JsonNode value = body.get(name);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        boolean valid = value.isArray() && !value.isEmpty();
        for (JsonNode element : value) {
            valid = valid && element.isTextual() && !element.textValue().isEmpty();
            texts.add(element.asText());
        }
        if (!valid) {
            addError(
                    name,
                    ExpectedJson.found(value),
                    "a list of non-empty texts",
                    "Remove it or set it to such a list.");
        }
        return texts;
    }

    /** Returns the id for the new run; reports an error if the request also has an Idempotency-Key. */
    Optional<String> id(Optional<String> idempotencyKey) {
        Optional<String> id = text(ID);
        if (id.isPresent() && idempotencyKey.isPresent()) {
            addError(
                    ID,
                    "is present together with an Idempotency-Key",
                    "absent, or used without the key",
                    "Remove one of them: each ensures that the run is started once.");
        }
        return id;
    }

    boolean flag(String name) {
        JsonNode value = body.get(name);
        if (value == null) {
            return false;
        }
        if (!value.isBoolean()) {
            addError(name, ExpectedJson.found(value), "true or false", "Remove it or set it to true or false.");
        }
        return value.booleanValue();
    }

    /** Throws a {@link ProblemException} with all errors, if there are any. Call it after reading all fields. */
    void check() {
        if (!errors.isEmpty()) {
            throw ProblemException.of(Kind.INVALID, errors);
        }
    }
}
