package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.runs.internal.api.Problem.FieldError;
import dev.anabranch.runs.internal.api.Problem.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The fields of a body: those that its route knows. Complaints are gathered and told together. */
final class BodyFields {

    /** The field for the id of a run that is started. */
    static final String ID = "id";

    private final JsonNode body;
    private final List<FieldError> errors = new ArrayList<>();

    private BodyFields(JsonNode body) {
        this.body = body;
    }

    /**
     * Reads a body; where there is none, it has no fields.
     *
     * @param known the names that the route knows
     */
    static BodyFields of(ApiRequest request, Collection<String> known) {
        JsonNode body = JsonBody.read(request).orElse(JsonNodeFactory.instance.objectNode());
        if (!body.isObject()) {
            throw ProblemException.of(
                    Kind.INVALID,
                    FieldError.body(
                            "", ExpectedJson.found(body), "an object", "Put what you give the run into `input`."));
        }
        BodyFields fields = new BodyFields(body);
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fields.complain(name, "is not known", ExpectedJson.oneOf(known), "Leave it out, or correct its name.");
            }
        });
        return fields;
    }

    void complain(String name, String found, String expected, String fix) {
        errors.add(FieldError.body("/" + JsonBody.escaped(name), found, expected, fix));
    }

    void complain(List<FieldError> more) {
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
            complain(name, ExpectedJson.found(value), "text that is not empty", "Leave it out, or give it a text.");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    /** The id that a run is to have; beside an Idempotency-Key there must be none. */
    Optional<String> id(Optional<String> idempotencyKey) {
        Optional<String> id = text(ID);
        if (id.isPresent() && idempotencyKey.isPresent()) {
            complain(
                    ID,
                    "is given beside an Idempotency-Key",
                    "absent, or without the key",
                    "Leave one out: either makes sure that the run is started once.");
        }
        return id;
    }

    boolean flag(String name) {
        JsonNode value = body.get(name);
        if (value == null) {
            return false;
        }
        if (!value.isBoolean()) {
            complain(name, ExpectedJson.found(value), "true or false", "Leave it out, or give it one of them.");
        }
        return value.booleanValue();
    }

    /** To be called once all have been read. */
    void check() {
        if (!errors.isEmpty()) {
            throw ProblemException.of(Kind.INVALID, errors);
        }
    }
}
